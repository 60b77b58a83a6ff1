import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import type { Fault } from '../contracts/endpoint.ts';
import type { Run } from '../contracts/run.ts';
import { clients } from '../endpoints/clients.ts';
import { clientFaultsOf } from '../endpoints/faulty/clients.ts';
import { faultsOf } from '../endpoints/faulty/index.ts';
import { servers } from '../endpoints/index.ts';
import { wrongCaptures } from '../frames/captions.ts';
import { speaksDatagrams } from './planning/target-plans.ts';
import { type Ended, folder, requirementsWith, runReport } from './shell.test.helper.ts';

/** Short limits: these endpoints are in the same process, and a wedged one is waited for in every case that meets it. */
const limits = {
  ...{ idleMs: 1500, settleMs: 40, replyMs: 600, recoveryMs: 800, storageMs: 600, closeMs: 600 },
  ...{ connectTimeoutMs: 1000, stallMs: 3000, launchMs: 3000, intervalMs: 2000 },
};

type AnyFault = Pick<Fault, 'name' | 'breaks' | 'mayRedden'>;

/** The built-in endpoints with the suite of their own protocol, and their faults; a fault of captures is one that is wrong. */
const endpoints: readonly { readonly name: string; readonly suite: string; readonly faults: readonly AnyFault[] }[] = [
  ...servers.map(({ name, suite }) => ({ name, suite, faults: faultsOf(name) })),
  ...clients.map(({ name, suite }) => ({ name, suite, faults: clientFaultsOf(name) })),
  { name: 'captures', suite: 'frames', faults: wrongCaptures().map((wrong) => ({ ...wrong, mayRedden: [] })) },
].filter(({ faults }) => faults.length > 0);

/** One run of the endpoint's suite against all of its faults, each a target of its own. */
async function runFaults(name: string, suite: string, faults: readonly AnyFault[]): Promise<Ended & { run: Run }> {
  const profile = join(folder(), 'faults.json');
  const common = {
    suite,
    reference: name,
    limits,
    ...(suite === 'frames' ? {} : { input: 'stdin' }),
    ...(speaksDatagrams(suite) ? { interface: '127.0.0.1' } : {}),
    ...(suite === 'lines/server' ? { show: '^(?<text>.*)\\n' } : {}),
  };
  const targets = faults.map((fault) => ({ ...common, name: fault.name, fault: fault.name }));
  writeFileSync(profile, JSON.stringify({ targets }));
  return runReport(['--profile', profile]);
}

function findings(fault: AnyFault, run: Run) {
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

describe.each(endpoints)('the faults of $name in $suite', ({ name, suite, faults }) => {
  test('each is caught by its rows, and reddens no other', { timeout: 900_000 }, async () => {
    const { run, stderr } = await runFaults(name, suite, faults);

    const found = faults.map((fault) => [fault.name, findings(fault, run)]);
    const asItShould = faults.map((fault) => [fault.name, { missed: [], unrelated: [] }]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(asItShould));
    expect(run.cases.filter((one) => one.verdict === 'error')).toEqual([]);
    expect(stderr).toBe('');
  });
});

test('no MUST is without a fault', () => {
  for (const { path, table } of suites) {
    const broken = new Set(
      endpoints.filter(({ suite }) => suite === path).flatMap(({ faults }) => faults.flatMap((fault) => fault.breaks)),
    );
    const musts = Object.entries(table.rows).filter(([, row]) => row.level === 'MUST');
    expect(
      musts.map(([key]) => key).filter((key) => !broken.has(key)),
      path,
    ).toEqual([]);
  }
});
