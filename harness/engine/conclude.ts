import { exitStatus, foremostStatus } from '../contracts/exit-status.ts';
import type { CaseResult, Outcome } from '../contracts/run.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { meansRequirement } from './selection.ts';

/** What fails a run beside its failed MUSTs. */
export interface Gate {
  /** Broken SHOULDs fail the run. */
  readonly strict: boolean;
  /** Globs: an inconclusive MUST among these fails the run. */
  readonly require: readonly string[];
}

/** What a run came to beside its cases. */
export interface Ending {
  /** Cases are missing because somebody interrupted. */
  readonly interrupted: boolean;
  /** Failures of the harness outside of any case. */
  readonly errors: readonly string[];
}

/** How a run ended. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly exitStatus: number;
  /** One plain sentence. */
  readonly conclusion: string;
}

/** The cases, those marked (`failsRun`) that fail the run by `--strict` or `--require` and not by their verdict. */
export function gated(cases: readonly CaseResult[], gate: Gate): readonly CaseResult[] {
  return cases.map((one) =>
    (gate.strict && one.verdict === 'warning') || isUnseen(one, gate) ? { ...one, failsRun: true } : one,
  );
}

/**
 * The one place where verdicts become an exit status (reports/README.md, "Exit status"). The cases bear the marks of
 * their gate (`failsRun`) and of a baseline (`known`).
 */
export function conclude(cases: readonly CaseResult[], { interrupted, errors }: Ending): Conclusion {
  const unknown = cases.filter((one) => one.known === undefined);
  const marked = (verdict: Verdict) => cases.filter((one) => one.verdict === verdict && one.failsRun === true);
  const findings = {
    cases,
    failed: unique(unknown.filter((one) => one.verdict === 'fail')),
    strict: unique(marked('warning')),
    warned: unique(unknown.filter((one) => one.verdict === 'warning')),
    unseen: unique(marked('inconclusive')),
    stale: marked('pass').map(({ id }) => id),
    known: cases.filter((one) => one.known !== undefined && one.failsRun !== true).map(({ id }) => id),
  };
  const { failed, strict, unseen, stale } = findings;
  const broken = cases.filter((one) => one.verdict === 'error').map((one) => `${one.id}: ${one.reason}`);
  const concluded = cases.some((one) => one.verdict !== 'inconclusive' && one.verdict !== 'not-applicable');
  const [error] = [...broken, ...errors];

  const status = foremostStatus([
    ...(interrupted ? [exitStatus.interrupted] : []),
    ...(error === undefined ? [] : [exitStatus.harness]),
    ...([failed, unseen, strict, stale].some(({ length }) => length > 0) ? [exitStatus.nonconformant] : []),
    ...(concluded ? [] : [exitStatus.inconclusive]),
  ]);
  return {
    exitStatus: status,
    outcome: outcomeOf(status, failed.length > 0),
    conclusion: sentence(status, { ...findings, error }),
  };
}

function outcomeOf(status: number, failed: boolean): Outcome {
  if (status === exitStatus.conformant) return 'conformant';
  if (status === exitStatus.harness) return 'error';
  return status === exitStatus.nonconformant || failed ? 'nonconformant' : 'inconclusive';
}

interface Findings {
  readonly cases: readonly CaseResult[];
  readonly failed: readonly string[];
  /** Broken SHOULDs that fail the run. */
  readonly strict: readonly string[];
  readonly warned: readonly string[];
  readonly unseen: readonly string[];
  /** Known failures that pass. */
  readonly stale: readonly string[];
  /** Known failures that last. */
  readonly known: readonly string[];
  readonly error: string | undefined;
}

function sentence(status: number, { cases, failed, strict, warned, unseen, stale, known, error }: Findings): string {
  switch (status) {
    case exitStatus.interrupted:
      return `interrupted after ${cases.length} cases`;
    case exitStatus.harness:
      return error ?? 'the harness failed';
    case exitStatus.nonconformant:
      if (failed.length > 0) return `${listed(failed, 'MUST', 'failed')}`;
      if (unseen.length > 0) return `${listed(unseen, 'required MUST', 'not concluded')}`;
      if (strict.length > 0) return `under --strict: ${listed(strict, 'SHOULD', 'failed')}`;
      return `${listed(stale, 'known failure', 'passed')}: to be taken out of the baseline`;
    case exitStatus.inconclusive:
      return commonReason(cases);
    default:
      return [
        known.length === 0 ? 'no MUST failed' : `no MUST failed but for ${listed(known, 'known failure', '')}`,
        ...(warned.length === 0 ? [] : [listed(warned, 'SHOULD', 'failed')]),
      ].join('; ');
  }
}

function listed(ids: readonly string[], level: string, what: string): string {
  return [
    `${ids.length} ${level}${ids.length === 1 ? '' : 's'}`,
    ...(what === '' ? [] : [what]),
    `(${ids.join(', ')})`,
  ].join(' ');
}

/** The reason most cases give: a target that was never reached says it in every one of them. */
function commonReason(cases: readonly CaseResult[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of cases) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 'no case was run';
}

/** An inconclusive MUST among those that --require names. */
function isUnseen({ verdict, level, requirement }: CaseResult, { require }: Gate): boolean {
  if (verdict !== 'inconclusive' || level !== 'MUST') return false;
  return require.some((pattern) => meansRequirement(pattern, requirement));
}

function unique(cases: readonly CaseResult[]): readonly string[] {
  return [...new Set(cases.map((one) => one.requirement))];
}
