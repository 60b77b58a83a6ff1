import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import type { Fault } from '../contracts/endpoint.ts';
import type { Run } from '../contracts/run.ts';
import { faults } from '../endpoints/faulty/index.ts';
import { serverNamed } from '../endpoints/index.ts';
import { folder, requirementsWith, runReport } from './shell.test.helper.ts';

/** Short limits: these endpoints are in the same process, and a wedged one is waited for in every case that meets it. */
const limits = { idleMs: 1500, settleMs: 40, replyMs: 600, recoveryMs: 800, storageMs: 600, closeMs: 600 };

const endpoints = [...new Set(faults.map((fault) => fault.endpoint))];

/** One run of the endpoint's suite against all of its faults, each a target of its own. */
async function runFaults(endpoint: string): Promise<{ readonly run: Run; readonly stderr: string }> {
  const profile = join(folder(), 'faults.json');
  const targets = faults
    .filter((fault) => fault.endpoint === endpoint)
    .map(({ name }) => ({ name, suite: serverNamed(endpoint)?.suite, reference: endpoint, fault: name, limits }));
  writeFileSync(profile, JSON.stringify({ targets }));
  return runReport(['--profile', profile]);
}

function findings(
  fault: Fault,
  run: Run,
): { readonly missed: readonly string[]; readonly unrelated: readonly string[] } {
  const red = requirementsWith(
    run.cases.filter((one) => one.target === fault.name),
    'fail',
    'warning',
  );
  return {
    missed: fault.breaks.filter((row) => !red.includes(row)),
    unrelated: red.filter((row) => !fault.breaks.includes(row) && !fault.mayRedden.includes(row)),
  };
}

describe.each(endpoints)('the faults of %s', (endpoint) => {
  test('each is caught by its rows, and reddens no other', { timeout: 900_000 }, async () => {
    const { run, stderr } = await runFaults(endpoint);

    const found = faults
      .filter((fault) => fault.endpoint === endpoint)
      .map((fault) => [fault.name, findings(fault, run)]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(found.map(([name]) => [name, { missed: [], unrelated: [] }])),
    );
    expect(run.summary.error).toBe(0);
    expect(stderr).toBe('');
  });
});

test('no MUST is without a fault', () => {
  for (const { path, table } of suites) {
    const broken = new Set(
      faults.filter((fault) => serverNamed(fault.endpoint)?.suite === path).flatMap((fault) => fault.breaks),
    );
    const musts = Object.entries(table.rows).filter(([, row]) => row.level === 'MUST');
    expect(
      musts.map(([key]) => key).filter((key) => !broken.has(key)),
      path,
    ).toEqual([]);
  }
});
