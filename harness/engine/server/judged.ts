import type { Requirement } from '../../contracts/requirement.ts';
import { IUT_ENDED } from '../../contracts/run-form.ts';
import { NotReachable } from '../../contracts/target.ts';
import { raceBody } from '../attempt.ts';
import { Finding } from '../finding.ts';
import { type Judgement, judge, passed } from '../judge.ts';
import type { Known } from './calibration.ts';
import type { CaseContext, OpenedServerCase } from './context.ts';
import type { Session } from './session.ts';
import type { SuiteOptions } from './suite-options.ts';

/** One attempt at a case. */
export interface Beat<Plain> {
  readonly requirement: Requirement;
  readonly opened: OpenedServerCase<Plain>;
  readonly signal: AbortSignal;
}

/** What cases are judged with. */
export interface Judging<Plain> {
  readonly session: Session;
  readonly options: SuiteOptions<Plain, string>;
  readonly known: Known<Plain> | undefined;
}

/** A judgement, and what the session must learn of it once the case's connections and files are gone. */
export interface Judged {
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
export async function judgeWhole<Plain>(
  { session, known, options }: Judging<Plain>,
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
export async function withLeavings<Plain>(
  session: Session,
  { requirement, opened, signal }: Beat<Plain>,
  whole: Judged,
): Promise<Judged> {
  const { verdict, isTooBusy, isUnmeasured } = whole.judgement;
  const isOver = whole.isDeath || verdict === 'error' || signal.aborted || session.plan.role !== 'server';
  const died = isOver ? undefined : await opened.died();
  if (died === undefined) return whole;
  // What a case had not done when the machine was too busy says nothing; its end is told of by nobody else.
  if (isTooBusy === true || isUnmeasured === true) return { ...whole, afterwards: closing(session, whole) };
  return dead(session, requirement, whole, died);
}

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

/** Why nothing is concluded of a server by which a well-behaved client is not served. */
export function unservedReason<Plain>(options: SuiteOptions<Plain, string>, seen: string): string {
  const { unserved = 'a well-behaved client is not served' } = options;
  return `${unserved} (saw: ${seen}), so nothing more can be concluded`;
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
  return reason.includes(IUT_ENDED);
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

function isRed({ verdict }: Judgement): boolean {
  return verdict === 'fail' || verdict === 'warning';
}
