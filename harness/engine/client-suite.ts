import { afterAll, inject } from 'vitest';
import type { Output } from '../contracts/observer.ts';
import type { Requirement, RequirementTable } from '../contracts/requirement.ts';
import { NotReachable, type TargetPlan } from '../contracts/target.ts';
import { commandOutput } from '../observers/command-output.ts';
import type { Observed } from '../observers/index.ts';
import { openTarget } from '../targets/index.ts';
import { PERSON_MS } from '../targets/listen-target.ts';
import { type Attempt, raceBody, unjudged } from './attempt.ts';
import { type Check, caseAdder } from './cases.ts';
import type { ClientContext, ClientParts, OpenedClientContext } from './client-context.ts';
import { openClientContext } from './client-opening.ts';
import { judge, passed } from './judge.ts';
import { type CaseLimits, caseLimits } from './limits.ts';
import { stopwatch } from './operator.ts';
import { startTranscript } from './transcript.ts';
import './worker-plan.ts';

/** Questions and starts that one case may ask of a person; each has a limit of its own, so that this is only a backstop. */
const REQUESTS = 20;

/** Opens the suite of one client protocol. Each case has a client of its own, so that cases overlap, unless a person has part in them. */
export function clientSuiteFor<Key extends string>(
  table: RequirementTable<Key>,
): { readonly check: Check<ClientContext, Key> } {
  const plan = inject('sockspec');
  const limits = clientLimits(plan.target);
  const target = openTarget(plan.target, limits.launchMs);
  const byHand = target.address !== undefined;
  const apart = byHand || plan.target.operator === true || plan.target.output !== undefined;
  const requestsMs = apart ? REQUESTS * Math.max(PERSON_MS, limits.launchMs) : 0;
  const timeout = plan.repeat * (2 * limits.caseMs + 2 * limits.launchMs + requestsMs);
  let observed: Promise<Observed<Output>> | undefined;
  afterAll(async () => (await observed?.catch(() => undefined))?.close(), timeout);
  let reached = false;
  let unreachable: string | undefined;
  /** The command is launched once, so that what it tells of earlier cases can be told apart. */
  const openWatched = async (parts: Omit<ClientParts, 'output'>): Promise<OpenedClientContext> => {
    if (plan.target.output !== undefined) observed ??= commandOutput(plan.target.output);
    return openClientContext({ ...parts, output: (await observed)?.observer });
  };

  const attempt = async (
    requirement: Requirement,
    body: (context: ClientContext) => Promise<void>,
    signal: AbortSignal,
    caseId: string,
  ): Promise<Attempt> => {
    if (unreachable !== undefined && (byHand || !reached)) return unjudged(unreachable);
    const blind = byHand ? blindness(plan.target, requirement) : undefined;
    if (blind !== undefined) return unjudged(blind);
    const watch = stopwatch();
    const transcript = startTranscript();
    const parts: Omit<ClientParts, 'output'> = {
      caseId,
      watch,
      plan: plan.target,
      target,
      limits,
      seed: plan.seed,
      transcript,
      wasReached: () => reached,
      reached: () => {
        reached = true;
      },
    };
    const opened = await orUnreachable(openWatched(parts));
    if (opened instanceof NotReachable) {
      unreachable = opened.message;
      return unjudged(unreachable);
    }
    const raced = raceBody(body(opened.context), limits.caseMs, signal, watch.elapsed);
    const { outcome } = await raced.finally(opened.dispose);
    if (outcome instanceof NotReachable) unreachable = outcome.message;
    const judgement = outcome === undefined ? passed : judge(outcome, requirement);
    return { ...judgement, notes: opened.notes(), evidence: transcript.evidence(judgement.verdict === 'pass') };
  };
  return { check: caseAdder<Key, ClientContext>(table, { plan, timeout, concurrent: !apart, attempt }) };
}

/** A person needs longer to start a client than the harness does. */
function clientLimits({ means, limits }: TargetPlan): CaseLimits {
  return caseLimits(means.kind === 'listen' ? { launchMs: PERSON_MS, ...limits } : limits);
}

/** Why a case need not be tried with a client that has no process: nobody sees what its verdict is drawn from. */
function blindness({ operator, output }: TargetPlan, { seen }: Requirement): string | undefined {
  if (operator === true || seen.includes('wire')) return undefined;
  if (!seen.includes('output')) return 'how the client ended cannot be seen: needs --operator or --exec';
  return output === undefined
    ? 'what the client prints cannot be seen: needs --operator, --output COMMAND or --exec'
    : undefined;
}

/** A harness that cannot listen has tested nothing. */
function orUnreachable(opening: Promise<OpenedClientContext>): Promise<OpenedClientContext | NotReachable> {
  return opening.catch((error: unknown) => {
    if (error instanceof NotReachable) return error;
    throw error;
  });
}
