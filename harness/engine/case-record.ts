import type { CaseFrames } from '../contracts/case-frames.ts';
import { gravestVerdict, verdictOfBroken } from '../contracts/gravity.ts';
import type { CaseResult } from '../contracts/run.ts';
import type { Verdict } from '../contracts/verdict.ts';
import type { Attempt } from './attempt.ts';
import type { Case } from './cases.ts';

/** What a worker reports of one case; the main thread adds how to reproduce it. Plain data: it crosses threads. */
export interface CaseRecord extends Omit<CaseResult, 'reproduce' | 'frames'> {
  /** Where its frames are in a capture of the run. */
  readonly onWire: CaseFrames;
}

/** A case whose verdict an operator took back, and the record that takes its place; undefined where the run ended before. */
export interface TakenBack {
  readonly id: string;
  readonly record: CaseRecord | undefined;
}

/** A case that is over: what a report says of it, and where its frames are in a capture of the run. */
export interface FinishedCase {
  readonly result: CaseResult;
  readonly onWire: CaseFrames;
}

/** Which target a case was run against, when it began (milliseconds since 1970), and how long it took. */
export interface CaseTurn {
  readonly target: string;
  readonly from: number;
  readonly durationMs: number;
}

/** One record of all attempts. A verdict that differs between them is never averaged away: a flaky MUST fails. */
export function recordOf(
  { id, requirement }: Pick<Case<never>, 'id' | 'requirement'>,
  { target, from, durationMs }: CaseTurn,
  attempts: readonly Attempt[],
): CaseRecord {
  const verdicts = attempts.map((attempt) => attempt.verdict);
  const flaky = new Set(verdicts).size > 1;
  const gravest = gravestVerdict(verdicts);
  const shown = attempts.find((attempt) => attempt.verdict === gravest);
  const gone = attempts.find((attempt) => attempt.gone !== undefined)?.gone;
  const verdict: Verdict = flaky && gravest !== 'error' ? verdictOfBroken(requirement.level) : gravest;
  const { level, source, text } = requirement;
  return {
    id,
    requirement: requirement.id,
    level,
    source,
    text,
    target,
    verdict,
    reason: flaky ? `flaky: ${verdicts.join(', ')}; ${shown?.reason ?? ''}` : (shown?.reason ?? ''),
    ...(shown?.expected === undefined ? {} : { expected: shown.expected }),
    ...(shown?.seen === undefined ? {} : { seen: shown.seen }),
    ...(shown?.nextClientUnserved === undefined ? {} : { nextClientUnserved: shown.nextClientUnserved }),
    ...(gone === undefined ? {} : { gone }),
    notes: [...new Set(attempts.flatMap((attempt) => attempt.notes))],
    durationMs: Math.round(durationMs * 10) / 10,
    attempts: verdicts,
    flaky,
    evidence: shown?.evidence ?? [],
    ...(verdict === 'pass' || (shown?.messages ?? []).length === 0 ? {} : { messages: [...(shown?.messages ?? [])] }),
    onWire: {
      from,
      to: from + durationMs,
      ports: [...new Set(attempts.flatMap(({ onWire }) => onWire.ports))],
      groups: [...new Set(attempts.flatMap(({ onWire }) => onWire.groups))],
      sent: attempts.flatMap(({ onWire }) => onWire.sent),
      ...(shown?.awaited === undefined ? {} : { awaited: shown.awaited }),
    },
  };
}
