import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import { NotReachable } from '../../contracts/target.ts';
import { type Attempt, raceBody, unjudged, withLimit } from '../attempt.ts';
import { Finding, Inconclusive, inconclusive } from '../finding.ts';
import { type Judgement, judge, passed } from '../judge.ts';
import type { CaseName } from '../judging.ts';
import type { CaseLimits } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import { calibrate, type Known } from './calibration.ts';
import { type CaseContext, type CaseRun, type OpenedServerCase, openContext } from './context.ts';
import { repeatsAnother } from './grounds.ts';
import { serveNext } from './next-client.ts';
import type { Iut, Session } from './session.ts';
import { type Searches, smallerOf } from './smaller.ts';
import type { Standing } from './standing.ts';
import type { SuiteOptions } from './suite-options.ts';

/** What all cases of one suite and target share. */
export interface Experiment<Plain> {
  readonly plan: WorkerPlan;
  readonly session: Session;
  readonly options: SuiteOptions<Plain, string>;
  /** What is known of this IUT, once its well-behaved clients were tried. */
  known: Known<Plain> | undefined;
  /** What came of trying the grounds of rows, by the row that judges them. */
  readonly groundFacts: Map<string, string>;
  /** Where smaller stimuli were looked for. */
  readonly searches: Searches;
  /** The case that was judged last, in words. */
  last: string;
  /** What is known of an IUT that cannot be launched again, and is gone or serves nobody any more. */
  readonly standing: Standing;
}

/** Runs one case once: reaches the IUT, lets the body judge it, and asks for the next client where the row or a failure calls for it. */
export async function attemptCase<Plain>(
  experiment: Experiment<Plain>,
  requirement: Requirement,
  body: (context: CaseContext<Plain>) => Promise<void>,
  signal: AbortSignal,
  { id, told, answered, isLast }: CaseName,
): Promise<Attempt> {
  const { session, options, standing, last } = experiment;
  experiment.last = id;
  const opens = (iut: Iut, plain: Plain, run: CaseRun) => open(experiment, iut, plain, run);
  const known = await calibrate({ session, options, known: experiment.known, open: opens });
  if (typeof known === 'string') {
    standing.wasNotReached(known, last, isLast);
    return standing.charged(requirement, unjudged(known));
  }
  experiment.known = known;
  if (known.unserved !== undefined && !options.basics.includes(keyOf(requirement))) {
    return { ...unjudged(unservedReason(options, known.unserved)), evidence: [...known.warmUp] };
  }
  await session.renew();
  const iut = await session.reach();
  if (typeof iut === 'string') return unjudged(iut);
  const lost = session.takeLost();
  if (lost !== undefined && session.plan.role === 'server') {
    const found = new Finding('the IUT to live on after its clients', `${lost}, after ${last}`);
    return { ...unjudged(''), ...judge(found, requirement) };
  }

  const transcript = startTranscript();
  const opened = await opens(iut, known.plain, { told, answered, transcript, watch: stopwatch() });
  const beat: Beat<Plain> = { requirement, opened, signal };
  const whole = await judgeWhole(experiment, body, beat).finally(opened.dispose);
  const judged = await withLeavings(session, beat, whole);
  await judged.afterwards();
  standing.wasJudged(judged.judgement, judged.isUnreachable ? last : id);
  const repeats = judged.isDeath ? undefined : await repeatsAnother({ ...experiment, requirement, opens }, judged);
  const judgement: Judgement = repeats === undefined ? judged.judgement : { verdict: 'inconclusive', reason: repeats };
  const evidence = transcript.evidence(judgement.verdict === 'pass');
  const attempt: Attempt = {
    ...judgement,
    notes: opened.notes(),
    messages: opened.messages?.() ?? [],
    evidence,
    onWire: transcript.onWire(),
    ...smallerStimulus(experiment, known, { ...beat, isOwn: !judged.isDeath && !judged.isByNext }),
  };
  const tells = judgement.verdict === 'fail' && session.doubt() !== undefined;
  if (isLast && !signal.aborted && !tells) await lookAgain(experiment, iut, known, opens, id);
  return standing.charged(requirement, attempt);
}

/** How a smaller stimulus is looked for, where the case has asked for it and has failed by itself. */
function smallerStimulus<Plain>(
  experiment: Experiment<Plain>,
  { plain }: Known<Plain>,
  { requirement, opened, signal, isOwn }: Beat<Plain> & { readonly isOwn: boolean },
): Pick<Attempt, 'smaller'> {
  const search = opened.search();
  if (search === undefined || !isOwn) return {};
  const { session, searches } = experiment;
  const opens = (iut: Iut, run: CaseRun, limits: CaseLimits) =>
    open({ ...experiment, session: { ...session, limits } }, iut, plain, run);
  return { smaller: smallerOf({ session, searches, requirement: requirement.id, search, signal, opens }) };
}

/** One attempt at a case. */
interface Beat<Plain> {
  readonly requirement: Requirement;
  readonly opened: OpenedServerCase<Plain>;
  readonly signal: AbortSignal;
}

/** A judgement, and what the session must learn of it once the case's connections and files are gone. */
interface Judged {
  readonly judgement: Judgement;
  readonly afterwards: () => Promise<void>;
  readonly isUnreachable: boolean;
  /** The IUT has ended by itself. */
  readonly isDeath: boolean;
  /** The next client was not served. */
  readonly isByNext: boolean;
  /** Connections that the body has made. */
  readonly connections: number;
}

/**
 * The body, and then the next client where the row asks for one, or where the body failed and may have hurt the IUT. What was
 * seen on the wire alone counts beside a plain exchange only: servers of other protocols open, close and keep silent too.
 */
async function judgeWhole<Plain>(
  { session, known, options }: Experiment<Plain>,
  body: (context: CaseContext<Plain>) => Promise<void>,
  beat: Beat<Plain>,
): Promise<Judged> {
  const { requirement, opened, signal } = beat;
  const own = await judgeBody(session, body(opened.context), beat);
  // Whoever skips a case, or wants another, is not asked of its next client.
  if (own.judgement.verdict === 'error' || own.judgement.wish !== undefined || signal.aborted) return own;
  const isServer = session.plan.role === 'server';
  const early = isServer ? await opened.died() : undefined;
  if (early !== undefined) return dead(session, requirement, own, early);
  const { verdict } = own.judgement;
  const mayBeHurt = isRed(own.judgement) && !session.isForOne();
  const asks = requirement.seen.includes('next') || mayBeHurt;
  const isByWire = isServer && verdict === 'pass' && requirement.seen.every((way) => way === 'wire');
  if (known?.unserved !== undefined || own.isUnreachable || !(asks || isByWire))
    return proven(options, known, own, isServer);
  const judged = asks ? await judgeNext(session, beat, own) : await judgeControl(session, opened, own);
  const late = isServer ? await opened.died() : undefined;
  return late === undefined ? proven(options, known, judged, isServer) : dead(session, requirement, judged, late);
}

/** The IUT may also die of connections that the case has left open: they are closed when it is over. */
async function withLeavings<Plain>(
  session: Session,
  { requirement, opened, signal }: Beat<Plain>,
  whole: Judged,
): Promise<Judged> {
  const { verdict, reason } = whole.judgement;
  const isOver = whole.isDeath || verdict === 'error' || signal.aborted || session.plan.role !== 'server';
  const died = isOver ? undefined : await opened.died();
  if (died === undefined) return whole;
  // What a case had not done when the machine was too busy says nothing; its end is told of by nobody else.
  if (verdict === 'inconclusive' && reason.startsWith(TOO_BUSY))
    return { ...whole, afterwards: closing(session, whole) };
  return dead(session, requirement, whole, died);
}

/** How the reasons of a clock begin that cannot tell. */
const TOO_BUSY = 'this machine was too busy';

function closing(session: Session, { afterwards }: Judged): () => Promise<void> {
  return async () => {
    await afterwards();
    await session.close();
  };
}

/** A pass counts only of a server that does the plain exchange of its suite, where that can be seen. */
function proven<Plain>(
  options: SuiteOptions<Plain, string>,
  known: Known<Plain> | undefined,
  judged: Judged,
  isServer: boolean,
): Judged {
  const reason =
    known?.unserved === undefined
      ? `nothing shows that this server serves its clients: ${options.unseen}`
      : unservedReason(options, known.unserved);
  const isProven = known?.unserved === undefined && known?.isUnseen !== true;
  const { verdict, reason: own } = judged.judgement;
  // A broken SHOULD of what may be a server of another protocol says nothing either.
  const isOpen = verdict === 'pass' || (verdict === 'warning' && known?.isUnseen === true);
  if (!isServer || isProven || !isOpen) return judged;
  return { ...judged, judgement: { verdict: 'inconclusive', reason: own === '' ? reason : `${reason}; ${own}` } };
}

function unservedReason<Plain>(options: SuiteOptions<Plain, string>, seen: string): string {
  const { unserved = 'a well-behaved client is not served' } = options;
  return `${unserved} (saw: ${seen}), so nothing more can be concluded`;
}

function open<Plain>(
  experiment: Experiment<Plain>,
  iut: Iut,
  plain: Plain,
  parts: CaseRun,
): Promise<OpenedServerCase<Plain>> {
  const { session, plan, options, known } = experiment;
  const { client, next } = options;
  const served = { session, client, isUnseen: known?.isUnseen === true, ...(next === undefined ? {} : { next }) };
  const nextClient = async (context: CaseContext<Plain>, limitMs: number): Promise<void> => {
    const serving = serveNext({ ...served, context }, limitMs).then(() => '');
    const unserved = (words: string): never => inconclusive(`the next client was ${words}`);
    await withLimit(session.limits.caseMs, serving, unserved, parts.watch.elapsed);
  };
  return openContext({ session, iut, plain, seed: plan.seed, nextClient, ...parts });
}

/** The body's own judgement, and what the session must learn of it. */
async function judgeBody<Plain>(
  session: Session,
  body: Promise<void>,
  { requirement, opened, signal }: Beat<Plain>,
): Promise<Judged> {
  const { outcome, overran } = await raceBody(body, session.limits.caseMs, signal, opened.watch.elapsed);
  const judgement = outcome === undefined ? passed : judge(outcome, requirement);
  const isUnreachable = outcome instanceof NotReachable;
  return {
    isUnreachable,
    judgement,
    isDeath: false,
    isByNext: false,
    connections: opened.connections(),
    afterwards: async () => {
      if (overran) await session.overran(judgement.reason);
      if (isUnreachable) await session.unreachable(judgement.reason);
      else if (judgement.verdict !== 'inconclusive' && judgement.verdict !== 'error') session.wasJudged();
    },
  };
}

/** A server that stops serving fails the case that broke it, whatever else the case found. */
async function judgeNext<Plain>(
  session: Session,
  { requirement, opened }: Beat<Plain>,
  judged: Judged,
): Promise<Judged> {
  try {
    await opened.context.nextClient();
    session.servesAgain();
    return judged;
  } catch (error) {
    const next = judge(error, requirement);
    return {
      ...judged,
      judgement: worse(judged.judgement, next),
      isByNext: !isRed(judged.judgement),
      afterwards: async () => {
        await judged.afterwards();
        await session.stoppedServing(next.reason);
      },
    };
  }
}

/** One more plain exchange: where it fails, what the case has seen says nothing, and is no finding of its row either. */
async function judgeControl<Plain>(session: Session, opened: OpenedServerCase<Plain>, judged: Judged): Promise<Judged> {
  if (session.isForOne() && !session.endsAfterClient()) {
    const reason = 'it counts only beside a plain exchange, which the IUT does for its first client alone';
    return { ...judged, judgement: { verdict: 'inconclusive', reason } };
  }
  try {
    await opened.control();
    return judged;
  } catch (error) {
    if (!(error instanceof Finding || error instanceof NotReachable)) throw error;
    const reason = `it counts only beside a plain exchange, which is not done any more: ${error.message}`;
    return {
      ...judged,
      judgement: { verdict: 'inconclusive', reason },
      afterwards: async () => {
        await judged.afterwards();
        await session.stoppedServing(error.message);
      },
    };
  }
}

/** The reason of both, where the case had failed before its next client did. */
function worse(own: Judgement, next: Judgement): Judgement {
  if (next.verdict === 'error' || own.verdict === 'pass' || own.verdict === 'inconclusive') return next;
  if (own.reason === next.reason || tellsOfEnd(own)) return own;
  return { ...own, reason: `${own.reason}; afterwards: ${next.reason}` };
}

/** Whether it says how the IUT has ended (`endingText`): then nobody else is told that it does not go on. */
function tellsOfEnd({ reason }: Judgement): boolean {
  return reason.includes('the IUT has ended');
}

/** A launched server that dies under a case fails that case, whatever else was seen. */
function dead(session: Session, requirement: Requirement, judged: Judged, words: string): Judged {
  const own = judged.judgement;
  const told = tellsOfEnd(own) ? own : { ...own, reason: `${own.reason}; ${words}`, seen: `${own.seen}; ${words}` };
  return {
    ...judged,
    isDeath: true,
    isUnreachable: false,
    judgement: isRed(own) ? told : judge(new Finding('the IUT to live on', words), requirement),
    afterwards: closing(session, judged),
  };
}

/** A server that the last case has ended, or wedged, is found so by no other: one more well-behaved client tells. */
async function lookAgain<Plain>(
  experiment: Experiment<Plain>,
  iut: Iut,
  known: Known<Plain>,
  opens: (iut: Iut, plain: Plain, run: CaseRun) => Promise<OpenedServerCase<Plain>>,
  id: string,
): Promise<void> {
  if (experiment.session.plan.operator === true || !experiment.standing.isOpen()) return;
  const run = { told: 'case well-behaved client', transcript: startTranscript(), watch: stopwatch() };
  const opened = await opens(iut, known.plain, run);
  try {
    await opened.control();
  } catch (error) {
    // A look that concludes nothing, on a busy machine, changes nothing of what the case has found.
    if (error instanceof Inconclusive) return;
    if (!(error instanceof Finding || error instanceof NotReachable)) throw error;
    experiment.standing.wasLookedAt(error, id);
  } finally {
    await opened.dispose();
  }
}

function isRed({ verdict }: Judgement): boolean {
  return verdict === 'fail' || verdict === 'warning';
}

function keyOf({ id }: Requirement): string {
  return id.split('/').at(-1) ?? '';
}
