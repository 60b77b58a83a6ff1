import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reproduction, reproductionsOf } from '../../reports/repro/index.ts';
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

/** The faults, and the row that each script is of. */
const asked = [
  ['answers-twice', 'answers'],
  ['ends-at-empty', 'empty'],
  ['ignores-surplus', 'surplus'],
] as const;

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('the scripts of the faults over UDP (needs python3)', () => {
  const place = mkdtempSync(join(tmpdir(), 'sockspec-repro-'));
  let made: readonly Reproduction[] = [];

  beforeAll(async () => {
    const subjects = faultyOverDatagrams.filter(({ target }) => asked.some(([fault]) => fault === target.fault));
    const words = ['--repro', place];
    const run = await judge(subjects, { name: 'reproductions-datagrams', words, protocols: [datagramProtocol] });
    made = reproductionsOf(run, { observationsOf: () => [], saysAnything: () => false });
  }, 300_000);

  afterAll(() => rmSync(place, { recursive: true }));

  test.each(asked)('%s', { timeout: 120_000 }, async (fault, row) => {
    const scripts = made.filter(({ id, target }) => id.startsWith(`ask/server/${row}`) && target.endsWith(` ${fault}`));

    expect(scripts).not.toEqual([]);
    for (const { name } of scripts) {
      expect(await replay(join(place, `${name}.py`), fault)).toMatchObject({ status: 1 });
      expect(await replay(join(place, `${name}.py`), undefined)).toMatchObject({ status: 0 });
    }
  });
});
