import type { Unmatched } from '../../reports/baseline.ts';
import { outcomeOf } from '../../reports/contradiction.ts';
import { OBSERVED, unjudgedCount } from '../../reports/headline.ts';
import {
  commonReason,
  isConcluded,
  type UnjudgedTarget,
  unconcludedMusts,
  unjudgedTargets,
} from '../../reports/summary.ts';
import { exitStatus, foremostStatus } from '../contracts/exit-status.ts';
import type { CaseResult, Outcome, RunTarget } from '../contracts/run.ts';
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
  /** Each of them must have been judged. */
  readonly targets?: readonly RunTarget[];
  /** Entries of a baseline that say something of no case: each fails the run. Undefined without a baseline. */
  readonly unmatched?: readonly Unmatched[];
  /** The cases of each target are a part of those it has (`--shard`): one without an open MUST is no target that was not judged. */
  readonly isPart?: boolean;
  /** By target, in words, why its cases are not those of one whole (`reports/whole.ts`): it is not judged then. */
  readonly notWhole?: ReadonlyMap<string, string>;
}

/** How a run ended. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly exitStatus: number;
  /** One plain sentence. */
  readonly conclusion: string;
  /** Targets of which nothing was concluded. */
  readonly notJudged: string[];
  readonly mustsNotConcluded: number;
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
export function conclude(cases: readonly CaseResult[], ending: Ending): Conclusion {
  const { interrupted, errors, unmatched = [] } = ending;
  const unjudged = notJudged(cases, ending);
  const unknown = cases.filter((one) => one.known === undefined);
  const marked = (verdict: Verdict) => cases.filter((one) => one.verdict === verdict && one.failsRun === true);
  const findings = {
    cases,
    failed: onTargets(unknown.filter((one) => one.verdict === 'fail')),
    strict: onTargets(marked('warning')),
    warned: onTargets(unknown.filter((one) => one.verdict === 'warning')),
    unseen: onTargets(marked('inconclusive')),
    stale: marked('pass').map(({ id }) => id),
    unmatched: unmatched.map(({ problem }) => problem),
    hasBaseline: ending.unmatched !== undefined,
    known: cases.filter((one) => one.known !== undefined && one.failsRun !== true).map(({ id }) => id),
  };
  const { failed, strict, unseen, stale } = findings;
  const isBroken = [failed, unseen, strict, stale, unmatched].some(({ length }) => length > 0);
  const broken = cases.filter((one) => one.verdict === 'error').map((one) => `${one.id}: ${one.reason}`);
  const concluded = cases.some(isConcluded);
  const gone = cases.find((one) => one.gone !== undefined);
  const [error] = [...broken, ...errors];

  const status = foremostStatus([
    ...(interrupted ? [exitStatus.interrupted] : []),
    ...(error === undefined ? [] : [exitStatus.harness]),
    ...(isBroken ? [exitStatus.nonconformant] : []),
    ...(concluded && unjudged.length === 0 && gone === undefined ? [] : [exitStatus.inconclusive]),
  ]);
  return {
    exitStatus: status,
    outcome: outcomeOf(status, failed.length > 0),
    conclusion: [...unjudgedWords(unjudged, ending), ...sentence(status, { ...findings, error, gone }, unjudged)].join(
      '; ',
    ),
    notJudged: unjudged.map(({ name }) => name),
    mustsNotConcluded: unconcludedMusts(cases),
  };
}

/** A shard may have one case of a target: where that is no open MUST, the other shards tell more. */
function notJudged(
  cases: readonly CaseResult[],
  { targets = [], isPart = false, notWhole = new Map() }: Ending,
): readonly UnjudgedTarget[] {
  const unjudged = unjudgedTargets({ targets: [...targets], cases: [...cases] });
  const hasOpen = ({ name }: UnjudgedTarget) => unconcludedMusts(cases.filter(({ target }) => target === name)) > 0;
  const partly = [...notWhole].filter(([target]) => !unjudged.some(({ name }) => name === target));
  return [...(isPart ? unjudged.filter(hasOpen) : unjudged), ...partly.map(([name, reason]) => ({ name, reason }))];
}

/** With the reason of each, since a reader asks for it next. */
function unjudgedWords(unjudged: readonly UnjudgedTarget[], { targets = [] }: Ending): readonly string[] {
  if (unjudged.length === 0) return [];
  const names = unjudged.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  const count = unjudgedCount({ targets: [...targets], cases: [], notJudged: unjudged.map(({ name }) => name) });
  return [`${count}: ${names}`];
}

interface Findings {
  readonly cases: readonly CaseResult[];
  readonly failed: readonly Named[];
  /** Broken SHOULDs that fail the run. */
  readonly strict: readonly Named[];
  readonly warned: readonly Named[];
  readonly unseen: readonly Named[];
  /** Known failures that pass. */
  readonly stale: readonly string[];
  /** What is wrong with entries of the baseline that no case was judged by. */
  readonly unmatched: readonly string[];
  /** An entry of one may have made a broken SHOULD fail the run. */
  readonly hasBaseline: boolean;
  /** Known failures that last. */
  readonly known: readonly string[];
  readonly error: string | undefined;
  /** The first case that has found its target gone, where none that must hold has failed for that. */
  readonly gone: CaseResult | undefined;
}

/** What there is to say beside the targets that were not judged; nothing where these have said it. */
function sentence(
  status: number,
  { cases, failed, strict, warned, unseen, stale, unmatched, hasBaseline, known, error, gone }: Findings,
  unjudged: readonly UnjudgedTarget[],
): readonly string[] {
  switch (status) {
    case exitStatus.interrupted:
      return [`interrupted after ${cases.length} cases`];
    case exitStatus.harness:
      return [error ?? 'the harness failed'];
    case exitStatus.nonconformant:
      if (failed.length > 0) return [listed(failed, 'MUST', 'failed')];
      if (unseen.length > 0) return [listed(unseen, 'required MUST', 'not concluded')];
      if (strict.length > 0)
        return [
          `${hasBaseline ? 'under --strict, or by the baseline' : 'under --strict'}: ${listed(strict, 'SHOULD', 'failed')}`,
        ];
      if (stale.length === 0) return unmatched;
      return [`${listed(stale.map(once), 'known failure', 'passed')}: to be taken out of the baseline`];
    case exitStatus.inconclusive:
      if (unjudged.length > 0) return [];
      if (gone !== undefined) return [`${gone.target} went away: ${gone.gone}`];
      return [commonReason(cases) || 'no case was run'];
    default:
      return [noneFailed(cases, known), ...(warned.length === 0 ? [] : [listed(warned, 'SHOULD', 'failed')])];
  }
}

/** Where MUSTs are open, only so much as could be observed is well. */
function noneFailed(cases: readonly CaseResult[], known: readonly string[]): string {
  const none =
    known.length === 0 ? 'no MUST failed' : `no MUST failed but for ${listed(known.map(once), 'known failure', '')}`;
  const open = unconcludedMusts(cases);
  return open === 0 ? none : `${none} ${OBSERVED}; ${open} MUST${open === 1 ? '' : 's'} not concluded`;
}

/** What is counted once a target. */
interface Named {
  readonly id: string;
  readonly targets: number;
}

function once(id: string): Named {
  return { id, targets: 1 };
}

function listed(named: readonly Named[], level: string, what: string): string {
  const count = named.reduce((sum, { targets }) => sum + targets, 0);
  const names = named.map(({ id, targets }) => (targets === 1 ? id : `${id} on ${targets} targets`));
  return [`${count} ${level}${count === 1 ? '' : 's'}`, ...(what === '' ? [] : [what]), `(${names.join(', ')})`].join(
    ' ',
  );
}

/** An inconclusive MUST among those that --require names. */
function isUnseen({ verdict, level, requirement }: CaseResult, { require }: Gate): boolean {
  if (verdict !== 'inconclusive' || level !== 'MUST') return false;
  return require.some((pattern) => meansRequirement(pattern, requirement));
}

/** The requirements of these cases, each with how many targets it is counted for: open MUSTs are counted in the same way. */
function onTargets(cases: readonly CaseResult[]): readonly Named[] {
  const targets = new Map<string, Set<string>>();
  for (const { requirement, target } of cases)
    targets.set(requirement, (targets.get(requirement) ?? new Set()).add(target));
  return [...targets].map(([id, own]) => ({ id, targets: own.size }));
}
