import { expect, test } from 'vitest';
import { explained } from '../../reports/causes.ts';
import { rootsOf } from '../../reports/folding.ts';
import { sampleCase } from '../../reports/samples.ts';
import { requirementResults } from '../../reports/summary.ts';
import { suiteAt } from '../../suites/index.ts';
import { readRecorded } from './allowances.ts';
import type { Subject } from './subject.ts';
import { subjects } from './subjects.ts';

/** Where one mistake is told as two failures: a broken SHOULD, as `one-connection`, explains no broken MUST. */
const severalRoots: Readonly<Record<string, readonly string[]>> = {
  'fault fortune/client: fortune connects-twice': ['reads-until-close', 'one-connection'],
  'fault fortune/client: fortune tries-again': ['reports-reset', 'one-connection'],
};

const recorded = readRecorded();

/** The failures of a fault that nothing explains, where it reddens all that it is known to redden. */
function rootNames({ name, target, breaks }: Subject): readonly string[] {
  const red = new Set([...breaks, ...(recorded[name] ?? [])]);
  const { requirements } = suiteAt(target.suite);
  const cases = requirements.map(({ id, level }) => {
    const isRed = red.has(id.split('/').at(-1) ?? '');
    return sampleCase({ requirement: id, verdict: !isRed ? 'pass' : level === 'MUST' ? 'fail' : 'warning' });
  });
  return rootsOf(requirementResults(explained(cases, requirements))).map(
    ({ row }) => row.requirement.split('/').at(-1) ?? '',
  );
}

test('one mistake is one failure to mend first, and all others are folded under it', () => {
  const faults = subjects.filter(({ kind, breaks }) => kind === 'fault' && breaks.length > 0);
  const several = faults
    .map((fault) => [fault.name, rootNames(fault)] as const)
    .filter(([, { length }]) => length !== 1);

  expect(Object.fromEntries(several)).toEqual(severalRoots);
});
