import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Requirement } from '../../contracts/requirement.ts';
import { NotReachable } from '../../contracts/target.ts';
import { capturesFolder } from '../../frames/captions.ts';
import { judge } from '../judge.ts';
import { readCaptures } from './read-captures.ts';

const { signal } = new AbortController();
const nets = ['10.0.0.0/24'];
const fixture = (file: string) => ({ file: join(capturesFolder, file), nets });

const requirement: Requirement = {
  ...{ id: 'frames/checksums', level: 'SHOULD', source: 'RFC 768', text: 'Checksums are right.', seen: ['frames'] },
  ...{ provoked: 'Nothing is.', failure: 'One is wrong.', mend: 'Mend it.' },
};

/** A capture that ends in the middle of its first frame, which pcap-parser does not tell. */
function cutOff() {
  const folder = mkdtempSync(join(tmpdir(), 'sockspec captures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'cut.pcap');
  writeFileSync(file, readFileSync(fixture('crafted-right.pcap').file).subarray(0, 99));
  return { file, nets };
}

test('captures are read in their order, each with its own prefixes', async () => {
  const host = fixture('crafted-wrong-directed-broadcast-to-unicast-mac.pcap');
  const captures = [host, { ...host, nets: ['10.1.0.0/16'] }];

  const read = await readCaptures({ kind: 'capture', captures, groups: [], builtIn: false }, signal);

  expect(read.map(({ file }) => file)).toEqual([host.file, host.file]);
  expect(read.map(({ offences }) => offences.map(({ rule }) => rule))).toEqual([['frames/broadcast-mac'], []]);
});

test('readers of built-in captures that disagree are a failure of the harness', async () => {
  const reading = readCaptures({ kind: 'capture', captures: [cutOff()], groups: [], builtIn: true }, signal);
  const thrown = await reading.catch((error: unknown) => error);

  expect(judge(thrown, requirement)).toEqual({
    verdict: 'error',
    reason: expect.stringMatching(
      /^the harness failed: the readers of captures disagree: .*cut\.pcap: our reader finds it damaged at octet 24: /,
    ),
  });
});

test('captures of the user are read by our reader alone', async () => {
  const read = await readCaptures({ kind: 'capture', captures: [cutOff()], groups: [], builtIn: false }, signal);

  expect(read).toEqual([expect.objectContaining({ frames: 0, damage: expect.objectContaining({ offset: 24 }) })]);
});

test('a file that is gone has shown nothing', async () => {
  const captures = [{ file: '/nowhere.pcap', nets: [] }];
  const reading = readCaptures({ kind: 'capture', captures, groups: [], builtIn: false }, signal);

  await expect(reading).rejects.toThrow(NotReachable);
  await expect(reading).rejects.toThrow(/^\/nowhere\.pcap cannot be read: ENOENT/);
});

test('nothing is concluded from a reading that was interrupted', async () => {
  const captures = [fixture('crafted-right.pcap'), fixture('crafted-right.pcap')];
  const reading = readCaptures({ kind: 'capture', captures, groups: [], builtIn: false }, AbortSignal.abort());

  await expect(reading).rejects.toThrow(NotReachable);
});
