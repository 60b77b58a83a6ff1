import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describedEndpoint } from '../endpoints/faulty/described/index.ts';
import { datagramProtocol, faultyOverDatagrams } from './described-datagrams.ts';
import { descriptionIn } from './described-subjects.ts';
import { judge } from './judging.ts';
import { againstServer, type Replayed } from './replaying.ts';

/** Scripts of `--repro` over UDP: whether each sees its failure again on the fault that had it, and not on the reference. */

const description = descriptionIn(datagramProtocol);

function replay(script: string, fault: string | undefined): Promise<Replayed> {
  const server = describedEndpoint(description, fault);
  if (server === undefined) throw new Error(`expected a fault of ${description.protocol}, found none: ${fault}`);
  return againstServer(script, server);
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('the scripts of the faults over UDP (needs python3)', () => {
  test.each([
    ['answers-twice', 'answers'],
    ['ends-at-empty', 'empty'],
    ['ignores-surplus', 'surplus'],
  ])('%s', { timeout: 120_000 }, async (fault, row) => {
    const place = mkdtempSync(join(tmpdir(), 'sockspec-repro-'));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    const words = ['--only', `ask/server/${row}`, '--repro', place];
    const subjects = faultyOverDatagrams.filter(({ target }) => target.fault === fault);

    await judge(subjects, { name: `reproductions-${fault}`, words, protocols: [datagramProtocol] });

    const scripts = readdirSync(place).filter((name) => name.endsWith('.py'));
    expect(scripts).not.toEqual([]);
    for (const script of scripts) {
      expect(await replay(join(place, script), fault)).toMatchObject({ status: 1 });
      expect(await replay(join(place, script), undefined)).toMatchObject({ status: 0 });
    }
  });
});
