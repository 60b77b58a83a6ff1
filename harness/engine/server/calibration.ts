import type { Evidence } from '../../contracts/run.ts';
import { NotReachable } from '../../contracts/target.ts';
import { withLimit } from '../attempt.ts';
import { clock, TooBusy } from '../clock.ts';
import { Finding } from '../finding.ts';
import { RETRY_MS } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import type { CaseContext, CaseRun, OpenedServerCase } from './context.ts';
import { served, servedLate, takenUnseen } from './next-client.ts';
import type { Iut, Session } from './session.ts';
import type { SuiteOptions } from './suite-options.ts';

/** What came of the well-behaved clients before the cases. */
export interface Known<Plain> {
  /** What they send that this IUT serves; the plainest where it serves none. */
  readonly plain: Plain;
  /** What was seen of an IUT that serves none. */
  readonly unserved?: string;
  /** It has ended of a well-behaved client: it may end of each case, too. */
  readonly isDeadly?: boolean;
  /** Nothing shows that they were served, nor that they were not. */
  readonly isUnseen: boolean;
  /** The exchange of the last of them. */
  readonly warmUp: readonly Evidence[];
}

/** How it is told that an IUT takes connections, and serves nobody any more. */
export const STOPPED_SERVING = 'the IUT has stopped serving';

/** What the well-behaved clients are tried with. */
export interface Calibration<Plain> {
  readonly session: Session;
  readonly options: SuiteOptions<Plain, string>;
  readonly known: Known<Plain> | undefined;
  readonly open: (iut: Iut, plain: Plain, run: CaseRun) => Promise<OpenedServerCase<Plain>>;
}

/**
 * Finds out, once a target, which of the well-behaved clients it serves; after a fault, whether it serves again. Resolves to
 * one sentence where it cannot be reached, or has stopped serving.
 */
export async function calibrate<Plain>(parts: Calibration<Plain>): Promise<Known<Plain> | string> {
  const { session, options, known } = parts;
  const doubt = session.doubt();
  if (known !== undefined && doubt === undefined) return known;
  const candidates = known === undefined ? options.plain : [known.plain];
  let first: Tried | undefined;
  for (const plain of candidates) {
    let tried = await tryFresh(parts, plain);
    if (typeof tried === 'string') return tried;
    if (first !== undefined && !tried.isGone && !isServed(tried.fact) && tried.fact === first.fact) {
      // The client before may have hung it. Where this one fares otherwise, it tells of output that comes late, too.
      await session.relaunch();
      tried = await tryFresh(parts, plain);
      if (typeof tried === 'string') return tried;
    }
    if (tried.isGone) {
      await session.unreachable(tried.fact);
      return doubt === undefined ? tried.fact : `${doubt}; since then it is gone: ${tried.fact}`;
    }
    if (isServed(tried.fact)) {
      // What a client that was not served has left behind must not count.
      if (first !== undefined || (session.isForOne() && !session.endsAfterClient())) await session.relaunch();
      session.servesAgain();
      return { plain, isUnseen: tried.fact === takenUnseen, warmUp: tried.evidence };
    }
    first ??= tried;
  }
  await session.relaunch();
  if (doubt !== undefined) {
    await session.stoppedServing(doubt);
    return `${STOPPED_SERVING}: ${doubt}`;
  }
  const { fact: unserved = '', evidence: warmUp = [], isDeadly = false } = first ?? {};
  return { plain: options.plain[0], unserved, isDeadly, isUnseen: false, warmUp };
}

interface Tried {
  readonly fact: string;
  readonly isGone: boolean;
  readonly isDeadly: boolean;
  readonly evidence: readonly Evidence[];
}

/** The same of an IUT that is reached for it. Resolves to one sentence where it cannot be. */
async function tryFresh<Plain>(parts: Calibration<Plain>, plain: Plain): Promise<Tried | string> {
  const iut = await parts.session.reach();
  if (typeof iut === 'string') return iut;
  parts.session.takeLost();
  return tryClient(parts, iut, plain);
}

/** One well-behaved client, and where that is served a second one, who tells whether a launch is good for one client alone. */
async function tryClient<Plain>(parts: Calibration<Plain>, iut: Iut, plain: Plain): Promise<Tried> {
  const { session, options, known } = parts;
  const transcript = startTranscript();
  transcript.add({ who: 'harness', what: 'note', text: 'the well-behaved client before the cases' });
  const watch = stopwatch();
  const opened = await parts.open(iut, plain, { told: 'case well-behaved client', transcript, watch });
  let [isGone, wasBusy] = [false, false];
  const factOf = async (): Promise<string> => {
    try {
      const { caseMs, recoveryMs } = session.limits;
      const served = clientFact(options.client, opened.context, recoveryMs);
      const fact = await withLimit(caseMs, served, (words) => words, watch.elapsed);
      session.wasReached();
      return fact;
    } catch (error) {
      if (!(error instanceof NotReachable || error instanceof Finding)) throw error;
      isGone = error instanceof NotReachable;
      wasBusy = error instanceof TooBusy;
      return error.message;
    }
  };
  const again = async (): Promise<string | undefined> => {
    const fact = await factOf();
    return wasBusy ? undefined : fact;
  };
  try {
    let fact = await factOf();
    const died = isGone || isServed(fact) ? undefined : await opened.died();
    if (died !== undefined) fact = `${fact}; ${died}`;
    else if (isServed(fact) && known === undefined) fact = await afterFirst(session, opened, fact, again);
    return { fact, isGone, isDeadly: died !== undefined, evidence: transcript.evidence(true) };
  } finally {
    await opened.dispose();
  }
}

/**
 * Learns what becomes of the IUT after a client: it ends, as some do after each; it dies; it serves no other; or it goes on.
 * `again` is another client, and resolves to undefined where the machine was too busy to tell.
 */
export async function afterFirst(
  session: Pick<Session, 'learnEnding' | 'endsAfterClient' | 'servesOnce'> & {
    readonly plan: Pick<Session['plan'], 'role'>;
    readonly target: Pick<Session['target'], 'relaunches'>;
  },
  opened: Pick<OpenedServerCase<unknown>, 'died'>,
  fact: string,
  again: () => Promise<string | undefined>,
): Promise<string> {
  await session.learnEnding();
  const died = await opened.died();
  if (died !== undefined) return `after its first client: ${died}`;
  if (session.plan.role !== 'server' || session.endsAfterClient() || !session.target.relaunches) return fact;
  const second = await again();
  if (second === undefined || second === fact || second === servedLate) return fact;
  const later = await opened.died();
  if (later !== undefined) return `after its second client: ${later}`;
  session.servesOnce();
  return fact;
}

/** Tries again what ended at once without being served: some servers turn single clients away. */
async function clientFact<Plain>(
  client: SuiteOptions<Plain, string>['client'],
  context: CaseContext<Plain>,
  limitMs: number,
): Promise<string> {
  const deadline = clock.now() + limitMs;
  for (;;) {
    const fact = await client(context, Math.max(RETRY_MS, deadline - clock.now()));
    if (isServed(fact) || fact === servedLate || context.hasEnded()) return fact;
    await clock.rest(RETRY_MS);
    if (clock.now() >= deadline) return fact;
  }
}

function isServed(fact: string): boolean {
  return fact === served || fact === takenUnseen;
}
