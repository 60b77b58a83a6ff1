import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import { NEXT_SERVED } from '../../contracts/run-form.ts';
import { NotReachable } from '../../contracts/target.ts';
import { type Attempt, unjudged, withLimit } from '../attempt.ts';
import { Finding, Inconclusive, inconclusive } from '../finding.ts';
import { type Judgement, judge } from '../judge.ts';
import type { CaseName } from '../judging.ts';
import type { CaseLimits } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import type { Searches } from '../searches.ts';
import { startTranscript } from '../tester/transcript.ts';
import { calibrate, type Known } from './calibration.ts';
import type { CaseContext, CaseRun, OpenedServerCase } from './context.ts';
import { repeatsAnother } from './grounds.ts';
import { type Beat, judgeWhole, unservedReason, withLeavings } from './judged.ts';
import { serveNext } from './next-client.ts';
import { openContext } from './open-context.ts';
import type { Iut, Session } from './session.ts';
import { smallerOf } from './smaller.ts';
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
  const isBasic = options.basics.includes(keyOf(requirement));
  const unserved: Attempt | undefined =
    known.unserved === undefined || isBasic
      ? undefined
      : { ...unjudged(unservedReason(options, known.unserved)), evidence: [...known.warmUp] };
  if (unserved !== undefined && known.isDeadly !== true) return unserved;
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
  if (unserved !== undefined && !judged.isDeath) return unserved;
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

function open<Plain>(
  experiment: Experiment<Plain>,
  iut: Iut,
  plain: Plain,
  parts: CaseRun,
): Promise<OpenedServerCase<Plain>> {
  const { session, plan, options, known } = experiment;
  const { client, next } = options;
  const serves = { session, client, isUnseen: known?.isUnseen === true, ...(next === undefined ? {} : { next }) };
  const nextClient = async (context: CaseContext<Plain>, limitMs: number): Promise<void> => {
    const served = parts.transcript.aside();
    const serving = serveNext({ ...serves, context }, limitMs).then(() => '');
    const unserved = (words: string): never => inconclusive(`the next client was ${words}`);
    await withLimit(session.limits.caseMs, serving, unserved, parts.watch.elapsed);
    served(NEXT_SERVED);
  };
  return openContext({ session, iut, plain, seed: plan.seed, nextClient, ...parts });
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

function keyOf({ id }: Requirement): string {
  return id.split('/').at(-1) ?? '';
}
