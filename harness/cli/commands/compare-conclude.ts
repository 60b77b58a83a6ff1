import { type ChangedCase, type Comparison, changeWords } from '../../../reports/comparison.ts';
import { unjudgedWords } from '../../../reports/headline.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { Run } from '../../contracts/run.ts';
import type { Gate } from '../../engine/conclude.ts';
import { meansRequirement } from '../../engine/selection.ts';

/** What a comparison comes to. */
export interface ComparisonEnd {
  readonly exitStatus: number;
  /** One plain sentence. */
  readonly conclusion: string;
}

/** What a comparison is to count, beside what a run does. */
export interface ComparisonGate extends Gate {
  /** A MUST that is no longer concluded does not count, unless --require names it. */
  readonly allowInconclusive: boolean;
}

/**
 * 1 where a MUST regressed, is no longer concluded (unless that is allowed), or is new and broken (a SHOULD that is broken
 * too, if strict), or where one that --require names is gone; 3 where the runs have no case in common.
 */
export function concludeComparison(
  { changed, common, stillBroken }: Comparison,
  later: Run,
  gate: ComparisonGate,
): ComparisonEnd {
  const counted = changed.filter((one) => counts(one, gate));
  const ids = [...new Set(counted.map(({ id }) => id))];
  const numbers = Object.entries(changeWords)
    .map(([change, word]) => [changed.filter((one) => one.change === change).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`);
  const unjudged = unjudgedWords(later);
  const sentences = [
    ...(unjudged === undefined ? [] : [`in the later run ${unjudged}`]),
    ids.length > 0 ? `against the gate: ${ids.join(', ')}` : 'nothing that counts regressed',
    [...numbers, `${stillBroken} broken still`, `${common} cases compared`].join(', '),
    ...(later.complete ? [] : ['the later run is incomplete: what is missing was not judged']),
  ];
  if (common === 0) return { exitStatus: exitStatus.inconclusive, conclusion: 'the runs have no case in common' };
  return {
    exitStatus: ids.length > 0 ? exitStatus.nonconformant : exitStatus.conformant,
    conclusion: sentences.join('; '),
  };
}

function counts(
  { change, level, requirement }: ChangedCase,
  { strict, require, allowInconclusive }: ComparisonGate,
): boolean {
  if (change === 'regressed' || change === 'new-failure') return level === 'MUST' || (strict && level === 'SHOULD');
  if (change === 'lost' && level === 'MUST' && !allowInconclusive) return true;
  const isLost = change === 'lost' || change === 'gone';
  return isLost && level === 'MUST' && require.some((pattern) => meansRequirement(pattern, requirement));
}
