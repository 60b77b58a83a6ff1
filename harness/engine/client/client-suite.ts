import type { Output } from '../../contracts/observer.ts';
import type { TargetPlan, WorkerPlan } from '../../contracts/plan.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import type { RequirementTable } from '../../contracts/requirement-table.ts';
import { NotReachable, type Target } from '../../contracts/target.ts';
import { commandOutput } from '../../observers/command-output.ts';
import type { Observed } from '../../observers/observed.ts';
import { openTarget } from '../../targets/index.ts';
import { PERSON_MS } from '../../targets/listen-target.ts';
import { type Attempt, backstopMs, type OpenedCase, raceBody, unjudged } from '../attempt.ts';
import type { Cases } from '../cases.ts';
import { clock } from '../clock.ts';
import { Inconclusive, Wished } from '../finding.ts';
import { judge, passed } from '../judge.ts';
import type { CaseName } from '../judging.ts';
import { type CaseLimits, caseLimits } from '../limits.ts';
import { REQUESTS, stopwatch } from '../operator.ts';
import { processorUnseen } from '../processor.ts';
import { type CaseRunner, defineSuite, type Suite } from '../suite.ts';
import { startTranscript } from '../tester/transcript.ts';
import type { ClientContext, ClientParts } from './client-context.ts';
import { openClientContext } from './client-opening.ts';
import { clientSearches } from './client-searches.ts';
import { type PlainExchange, twinOf } from './plain-exchange.ts';
import { neverDone, positiveControl, type Tried } from './positive-control.ts';
import type { Twin } from './twin.ts';

/** Cases in a row in which a client that had connected in others did not, before the rest are inconclusive untried. */
const ATTEMPTS = 3;

/** The suite of one client protocol. Nothing that a client does counts unless it can do the plain exchange. */
export function clientSuite<Key extends string>(
  table: RequirementTable<Key>,
  plain: PlainExchange,
  cases: Cases<ClientContext, NoInfer<Key>>,
): Suite {
  return defineSuite<Key, ClientContext>(table, cases, (plan) =>
    startedRunner(plan, openClientContext, openClientTarget(plan.target), (context) => twinOf(context, plain)),
  );
}

/** The same over datagrams, where the plain exchange is not a connection. */
export function datagramClientSuite<Key extends string>(
  table: RequirementTable<Key>,
  exchange: (context: ClientContext) => Promise<Twin>,
  cases: Cases<ClientContext, NoInfer<Key>>,
): Suite {
  return defineSuite<Key, ClientContext>(table, cases, (plan) =>
    startedRunner(plan, openClientContext, openClientTarget(plan.target), exchange),
  );
}

/**
 * Runs programs that are started once a case, clients or senders. Each case has one of its own, so that cases
 * overlap, unless a person has part in them or all must have the same port.
 */
export function startedRunner<Context>(
  plan: WorkerPlan,
  open: (parts: ClientParts) => Promise<OpenedCase<Context>>,
  target: Target = openClientTarget(plan.target),
  exchange?: (context: Context) => Promise<Twin>,
): CaseRunner<Context> {
  const limits = clientLimits(plan.target);
  const byHand = target.address !== undefined;
  const hasFixedPort = plan.target.means.kind === 'exec' && plan.target.means.port !== undefined;
  const apart = byHand || hasFixedPort || plan.target.operator === true || plan.target.output !== undefined;
  const requestsMs = apart ? REQUESTS * Math.max(PERSON_MS, limits.launchMs) : 0;
  let observed: Promise<Observed<Output>> | undefined;
  let reached = false;
  let unreachable: string | undefined;
  let missed = 0;
  let missing = '';
  /** The command is launched once, so that what it tells of earlier cases can be told apart. */
  const openWatched = async (parts: Omit<ClientParts, 'output'>): Promise<OpenedCase<Context>> => {
    if (plan.target.output !== undefined) observed ??= commandOutput(plan.target.output);
    return open({ ...parts, output: (await observed)?.observer });
  };

  /** What the parts of all cases have in common. */
  const common = {
    plan: plan.target,
    target,
    limits,
    seed: plan.seed,
    wasReached: () => reached,
    reached: () => {
      reached = true;
      missed = 0;
    },
    missed: (reason: string) => {
      missed += 1;
      missing = reason;
    },
  };

  const tryExchange = async (exchangeWith: (context: Context) => Promise<Twin>): Promise<Tried> => {
    const [watch, transcript] = [stopwatch(), startTranscript()];
    const told = `case ${plan.target.suite}, plain exchange`;
    const opened = await orUnreachable(
      openWatched({ ...common, told, watch, transcript, twin: async () => nothingUsual }),
    );
    if (opened instanceof NotReachable) return { kind: 'unreachable', reason: opened.message };
    let twin = nothingUsual;
    const body = exchangeWith(opened.context).then((seen) => {
      twin = seen;
    });
    const raced = raceBody(body, limits.caseMs, new AbortController().signal, watch.elapsed);
    const { outcome } = await raced.finally(opened.dispose);
    if (outcome === undefined) return { kind: 'done', twin };
    if (outcome instanceof NotReachable) return { kind: 'unreachable', reason: outcome.message };
    if (outcome instanceof Wished) throw outcome;
    const { reason } = judge(outcome, anyRequirement);
    return { kind: 'undone', reason, evidence: transcript.evidence(false) };
  };
  const control = exchange === undefined ? undefined : positiveControl(() => tryExchange(exchange));

  const twin = async (): Promise<Twin> => {
    // A person is not asked to start the client for it: what they see is the control.
    if (control === undefined || byHand) return nothingUsual;
    const first = await control.before();
    if (first.kind !== 'done') throw new Inconclusive(neverDone(first));
    return first.twin;
  };

  const smallerOf =
    exchange === undefined || byHand || plan.target.operator === true
      ? undefined
      : clientSearches<Context>({
          limits,
          exchange,
          // A client that does not connect in a search is none that the run has missed.
          opens: (run) =>
            orUnreachable(openWatched({ ...common, reached: () => undefined, missed: () => undefined, twin, ...run })),
        });

  const attempt = async (
    requirement: Requirement,
    body: (context: Context) => Promise<void>,
    signal: AbortSignal,
    { told, answered }: CaseName,
  ): Promise<Attempt> => {
    if (unreachable !== undefined && (byHand || !reached)) return unjudged(unreachable);
    if (missed >= ATTEMPTS) return unjudged(`the client does not connect any more: ${missing}`);
    const blind = byHand ? blindness(plan.target, requirement) : undefined;
    if (blind !== undefined) return unjudged(blind);
    if (control !== undefined && !byHand) {
      const first = await control.before();
      if (first.kind === 'unreachable') unreachable = first.reason;
      if (unreachable !== undefined) return unjudged(unreachable);
    }
    const watch = stopwatch();
    const transcript = startTranscript();
    let rests = false;
    const ownTwin = (): Promise<Twin> => {
      rests = control !== undefined && !byHand;
      return twin();
    };
    const parts: Omit<ClientParts, 'output'> = { ...common, told, answered, watch, transcript, twin: ownTwin };
    const opened = await orUnreachable(openWatched(parts));
    if (opened instanceof NotReachable) {
      unreachable = opened.message;
      return unjudged(unreachable);
    }
    const raced = raceBody(body(opened.context), limits.caseMs, signal, watch.elapsed);
    const { outcome } = await raced.finally(opened.dispose);
    if (outcome instanceof NotReachable) unreachable = outcome.message;
    const judgement = outcome === undefined ? passed : judge(outcome, requirement);
    // By hand a client that connected in any case has shown what it can do.
    const isProven = judgement.verdict !== 'pass' || (byHand && reached);
    const doubt = isProven ? undefined : await control?.doubt(rests);
    if (doubt !== undefined)
      return { ...unjudged(doubt.sentence), evidence: doubt.kind === 'undone' ? doubt.evidence : [] };
    const evidence = transcript.evidence(judgement.verdict === 'pass');
    const search = opened.search?.();
    const smaller = search === undefined ? undefined : smallerOf?.(requirement, search, signal);
    return {
      ...judgement,
      ...(smaller === undefined ? {} : { smaller }),
      notes: opened.notes(),
      messages: opened.messages?.() ?? [],
      evidence,
      onWire: transcript.onWire(),
    };
  };
  return {
    // A case, and the exchanges before and after it, each of which may be tried twice.
    timeoutMs: plan.repeat * (backstopMs(5 * (limits.caseMs + limits.launchMs)) + requestsMs),
    concurrent: !apart,
    attempt,
    renew: async () => {
      unreachable = undefined;
    },
    close: async () => (await observed?.catch(() => undefined))?.close(),
  };
}

/** What is known of a client that was not watched where all is well. */
const nothingUsual: Twin = { printed: '', end: undefined };

/** Of an exchange that is judged by no row, its reason alone is told. */
const anyRequirement: Requirement = {
  ...{ id: 'plain/client/exchange', level: 'MUST', source: '', text: '', seen: ['wire'] },
  ...{ provoked: '', failure: '', mend: '' },
};

function openClientTarget(plan: TargetPlan): Target {
  return openTarget(plan, { launchMs: clientLimits(plan).launchMs, now: clock.now });
}

/** A person needs longer to start a client than the harness does. */
function clientLimits({ means, limits }: TargetPlan): CaseLimits {
  return caseLimits(means.kind === 'listen' ? { launchMs: PERSON_MS, ...limits } : limits);
}

/** Why a case need not be tried with a client that has no process: nobody sees what its verdict is drawn from. */
function blindness({ operator, output }: TargetPlan, { seen }: Requirement): string | undefined {
  if (seen.every((way) => way === 'process')) return processorUnseen;
  if (operator === true || seen.includes('wire') || seen.includes('frames')) return undefined;
  if (!seen.includes('output')) return 'how the client ended cannot be seen: needs --operator or --exec';
  return output === undefined
    ? 'what the client prints cannot be seen: needs --operator, --output COMMAND or --exec'
    : undefined;
}

/** A harness that cannot listen has tested nothing. */
function orUnreachable<Opened>(opening: Promise<Opened>): Promise<Opened | NotReachable> {
  return opening.catch((error: unknown) => {
    if (error instanceof NotReachable) return error;
    throw error;
  });
}
