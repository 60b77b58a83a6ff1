import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import { NotReachable } from '../../contracts/target.ts';
import { type Attempt, type OpenedCase, raceBody, unjudged } from '../attempt.ts';
import { Finding } from '../finding.ts';
import { type Judgement, judge, passed } from '../judge.ts';
import { type Stopwatch, stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import { type CaseContext, type CaseRun, openContext } from './context.ts';
import { serveNext } from './next-client.ts';
import type { Iut, Session } from './session.ts';

/** What all cases of one suite and target share. */
export interface Experiment<Plain> {
  readonly plan: WorkerPlan;
  readonly session: Session;
  readonly plain: readonly [Plain, ...Plain[]];
  readonly client: (context: CaseContext<Plain>, limitMs: number) => Promise<string>;
  readonly unserved?: string;
  readonly next?: string;
  readonly basics: readonly string[];
  /** What the well-behaved client sends to this IUT, once it is known. */
  known: { readonly plain: Plain; readonly unserved?: string } | undefined;
}

/** Runs one case once: reaches the IUT, lets the body judge it, and asks for the next client where the row or a failure calls for it. */
export async function attemptCase<Plain>(
  experiment: Experiment<Plain>,
  requirement: Requirement,
  body: (context: CaseContext<Plain>) => Promise<void>,
  signal: AbortSignal,
  caseId: string,
): Promise<Attempt> {
  const { session } = experiment;
  const known = await calibrate(experiment);
  const key = requirement.id.split('/').at(-1) ?? '';
  if (typeof known === 'string') return unjudged(known);
  if (known.unserved !== undefined && !experiment.basics.includes(key)) {
    const { unserved = 'a well-behaved client is not served' } = experiment;
    return unjudged(`${unserved} (saw: ${known.unserved}), so nothing more can be concluded`);
  }
  await session.renew();
  const iut = await session.reach();
  if (typeof iut === 'string') return unjudged(iut);

  const transcript = startTranscript();
  const watch = stopwatch();
  const opened = await open(experiment, iut, known.plain, { caseId, transcript, watch });
  const judged = await judgeWhole(experiment, requirement, body, opened, { signal, watch }).finally(opened.dispose);
  await judged.afterwards();
  const { judgement } = judged;
  const evidence = transcript.evidence(judgement.verdict === 'pass');
  return { ...judgement, notes: opened.notes(), evidence, onWire: transcript.onWire() };
}

/** What bounds a case beside its limit. */
interface Bounds {
  readonly signal: AbortSignal;
  readonly watch: Stopwatch;
}

/** A judgement, and what the session must learn of it once the case's connections and files are gone. */
interface Judged {
  readonly judgement: Judgement;
  readonly afterwards: () => Promise<void>;
}

/** The body, and then the next client where the row asks for one, or where the body failed and may have hurt the IUT. */
async function judgeWhole<Plain>(
  { session, known }: Experiment<Plain>,
  requirement: Requirement,
  body: (context: CaseContext<Plain>) => Promise<void>,
  { context }: OpenedCase<CaseContext<Plain>>,
  { signal, watch }: Bounds,
): Promise<Judged> {
  const own = await judgeBody(session, requirement, body(context), { signal, watch });
  const { verdict } = own.judgement;
  const mayBeHurt = (verdict === 'fail' || verdict === 'warning') && !session.endsAfterClient();
  const asks = requirement.seen.includes('next') || mayBeHurt;
  const canTell = known?.unserved === undefined && !own.unreachable && verdict !== 'error' && !signal.aborted;
  return asks && canTell ? judgeNext(session, requirement, context, own) : own;
}

/** Finds out, once a target, which of the well-behaved clients it serves; after a fault, whether it serves again. */
async function calibrate<Plain>(
  experiment: Experiment<Plain>,
): Promise<{ readonly plain: Plain; readonly unserved?: string } | string> {
  const { session, known } = experiment;
  const doubt = session.doubt();
  if (known !== undefined && doubt === undefined) return known;
  const candidates = known === undefined ? experiment.plain : [known.plain];
  let seen = '';
  for (const plain of candidates) {
    const iut = await session.reach();
    if (typeof iut === 'string') return iut;
    const opened = await open(experiment, iut, plain, calibration());
    try {
      const fact = await experiment.client(opened.context, session.limits.recoveryMs);
      session.wasReached();
      if (fact === 'served') {
        session.servesAgain();
        await session.learnEnding();
        experiment.known = { plain };
        return experiment.known;
      }
      seen ||= fact;
    } catch (error) {
      if (error instanceof NotReachable) {
        await session.unreachable(error.message);
        return doubt === undefined ? error.message : `${doubt}; since then it is gone: ${error.message}`;
      }
      if (!(error instanceof Finding)) throw error;
      seen ||= error.message;
    } finally {
      await opened.dispose();
    }
  }
  if (doubt !== undefined) {
    await session.stoppedServing(doubt);
    return `the IUT has stopped serving: ${doubt}`;
  }
  experiment.known = { plain: experiment.plain[0], unserved: seen };
  return experiment.known;
}

function open<Plain>(
  experiment: Experiment<Plain>,
  iut: Iut,
  plain: Plain,
  parts: CaseRun,
): Promise<OpenedCase<CaseContext<Plain>>> {
  const { session, plan, client, next } = experiment;
  const served = { session, client, ...(next === undefined ? {} : { next }) };
  const nextClient = (context: CaseContext<Plain>, limitMs: number) => serveNext({ ...served, context }, limitMs);
  return openContext({ session, iut, plain, seed: plan.seed, nextClient, ...parts });
}

/** The well-behaved client of no case. */
function calibration(): CaseRun {
  return { caseId: 'well-behaved client', transcript: startTranscript(), watch: stopwatch() };
}

/** The body's own judgement, and what the session must learn of it. */
async function judgeBody(
  session: Session,
  requirement: Requirement,
  body: Promise<void>,
  { signal, watch }: Bounds,
): Promise<Judged & { readonly unreachable: boolean }> {
  const { outcome, overran } = await raceBody(body, session.limits.caseMs, signal, watch.elapsed);
  const judgement = outcome === undefined ? passed : judge(outcome, requirement);
  const unreachable = outcome instanceof NotReachable;
  return {
    unreachable,
    judgement,
    afterwards: async () => {
      if (overran) await session.overran(judgement.reason);
      if (unreachable) await session.unreachable(judgement.reason);
      else if (judgement.verdict !== 'inconclusive' && judgement.verdict !== 'error') session.wasJudged();
    },
  };
}

/** A server that stops serving fails the case that broke it, whatever else the case found. */
async function judgeNext<Plain>(
  session: Session,
  requirement: Requirement,
  context: CaseContext<Plain>,
  { judgement: own, afterwards }: Judged,
): Promise<Judged> {
  try {
    await context.nextClient();
    session.servesAgain();
    return { judgement: own, afterwards };
  } catch (error) {
    const next = judge(error, requirement);
    return {
      judgement: worse(own, next),
      afterwards: async () => {
        await afterwards();
        await session.stoppedServing(next.reason);
      },
    };
  }
}

/** The reason of both, where the case had failed before its next client did. */
function worse(own: Judgement, next: Judgement): Judgement {
  if (next.verdict === 'error' || own.verdict === 'pass' || own.verdict === 'inconclusive') return next;
  return own.reason === next.reason ? own : { ...own, reason: `${own.reason}; afterwards: ${next.reason}` };
}
