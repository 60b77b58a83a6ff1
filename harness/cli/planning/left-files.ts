import type { TargetPlan } from '../../contracts/plan.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { mentions } from '../../processes/command-line.ts';

/** What the harness has left, which nobody else would tell: one line for what it may not remove, and one for what it cannot reach. */
export function leftLines(
  paths: readonly string[],
  plans: readonly { readonly target: TargetPlan }[],
  cases: readonly CaseResult[],
): readonly string[] {
  const here = paths.length === 0 ? [] : [`left, since it cannot be removed without harm: ${paths.join(', ')}`];
  const sent = plans
    .filter(({ target }) => storesElsewhere(target))
    .flatMap(({ target }) => {
      const count = cases.filter((one) => one.target === target.name && hasSent(one)).length;
      return count === 0 ? [] : [`${target.name} (${count} ${count === 1 ? 'case' : 'cases'})`];
    });
  if (sent.length === 0) return here;
  return [
    ...here,
    `files that cases sent are left where the program stored them, unless it is told {dir} or --store: ${sent.join(', ')}`,
  ];
}

/** Whether files land where the harness cannot remove them. */
function storesElsewhere({ suite, store, means }: TargetPlan): boolean {
  if (suite !== 'upload/server' || store !== undefined) return false;
  return means.kind === 'address' || (means.kind === 'exec' && !mentions(means.command, 'dir'));
}

function hasSent({ evidence }: CaseResult): boolean {
  return evidence.some(({ who, what }) => who === 'harness' && what === 'send');
}
