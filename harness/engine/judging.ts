import { errorText } from '../contracts/errors.ts';
import type { WorkerPlan } from '../contracts/plan.ts';
import type { Requirement } from '../contracts/requirement.ts';
import { say } from '../processes/dialogue.ts';
import { type Attempt, notApplicable, type Repetition, trusted, unjudged } from './attempt.ts';
import { type CaseRecord, recordOf } from './case-record.ts';
import type { Case } from './cases.ts';
import { declaredOut } from './declared-out.ts';
import { judge } from './judge.ts';
import { knownFailures } from './known-failures.ts';

/** What a case is called. */
export interface CaseName {
  readonly id: string;
  /** As a person is told it: `3 of 58: case ID`, or `case ID` where it is the only one of its target. */
  readonly told: string;
  /** Whether no other case of its target comes after it. */
  readonly isLast: boolean;
  /** Called when an operator has answered in it. */
  readonly answered: () => void;
}

/** How cases of one role are attempted. */
export interface Attempts<Context> {
  /** Runs one case once. */
  readonly attempt: (
    requirement: Requirement,
    body: (context: Context) => Promise<void>,
    signal: AbortSignal,
    name: CaseName,
  ) => Promise<Attempt>;
  /** Has the next attempt begin anew, with a fresh IUT where one can be started. */
  readonly renew?: () => Promise<void>;
}

/** Called when an operator takes back what was answered in an earlier case, and again with the record that takes its place. */
export type TakeBack = (caseId: string, record?: CaseRecord) => void;

/** A case as it is told to a person. */
type ToldCase<Context> = Case<Context> & Pick<CaseName, 'told' | 'isLast'>;

/** Runs one case as often as the plan says; resolves to undefined where the signal came first, or the operator stopped the run. */
export type Judging<Context> = (
  one: ToldCase<Context>,
  signal: AbortSignal,
  takeBack?: TakeBack,
) => Promise<CaseRecord | undefined>;

/** How often the operator may ask for a case again, or for the one before. */
const MOST_WISHES = 10;

/** Whether the operator wants the case at hand judged once more. */
function isForMore({ wish }: Attempt): boolean {
  return wish === 'again' || wish === 'back';
}

/** A failure, told with a smaller stimulus that fails as well, where one is found. */
async function withSmaller(made: Attempt): Promise<Attempt> {
  const { verdict, smaller, notes } = made;
  if (smaller === undefined || (verdict !== 'fail' && verdict !== 'warning')) return made;
  try {
    const found = await smaller();
    if (found === undefined) return made;
    const { words, messages } = found;
    return { ...made, notes: [...notes, words], ...(messages.length === 0 ? {} : { messages }) };
  } catch (error) {
    // The verdict stands: what goes wrong here is told, and hides nothing.
    return { ...made, notes: [...notes, `the search for a smaller exchange failed: ${errorText(error)}`] };
  }
}

/** Runs the cases of one target, one after another where an operator has part in them. */
export function judging<Context>(plan: WorkerPlan, { attempt, renew }: Attempts<Context>): Judging<Context> {
  const { repeat, target } = plan;
  /** Cases in which the operator has answered, the last one last. */
  const answered: ToldCase<Context>[] = [];
  const known = knownFailures();
  const isByHand = target.means.kind === 'listen' || target.operator === true;
  let isStopped = false;

  const run: Judging<Context> = async (one, signal, takeBack = () => undefined) => {
    const began = performance.now();
    const from = Date.now();
    const attempts: Attempt[] = [];
    let isAnswered = false;
    const answers = (): void => {
      isAnswered = true;
    };
    const name: CaseName = { id: one.id, told: one.told, isLast: one.isLast, answered: answers };
    // What fails around the body is judged as in it: no case is lost.
    const attemptOnce = async (): Promise<Attempt> => {
      const made = await attempt(one.requirement, one.body, signal, name).catch((error: unknown) => ({
        ...unjudged(''),
        ...judge(error, one.requirement),
      }));
      isStopped ||= made.wish === 'stop';
      // Of an implementation that serves nobody, too, it is known what does not concern it.
      if (made.verdict !== 'inconclusive' || made.wish !== undefined) return made;
      const why = await declaredOut(one.body, plan);
      return why === undefined ? made : notApplicable(why);
    };
    const once = async (): Promise<Attempt> => {
      let made = await attemptOnce();
      let wishes = 0;
      for (; isForMore(made) && wishes < MOST_WISHES && !isOver(); wishes += 1) {
        if (made.wish === 'back') await judgeLastAgain(one, signal, takeBack);
        if (!isOver()) made = await attemptOnce();
      }
      return wishes === 0 ? made : { ...made, notes: [...made.notes, 'judged once more, as the operator asked'] };
    };
    const tell = (why: string): Promise<void> => say(`${one.told}: ${why}`);
    const isOver = (): boolean => isStopped || signal.aborted;
    const repetition: Repetition = {
      signal,
      isKnown: (failed) => known.has(one.requirement.id, failed),
      onTrusted: (failed) => known.add(one.requirement.id, failed),
      ...(renew === undefined ? {} : { renew }),
      ...(isByHand ? { tell } : {}),
    };
    while (attempts.length < repeat && !isOver()) attempts.push(await withSmaller(await trusted(once, repetition)));
    if (isOver()) return undefined;
    if (isAnswered) answered.push(one);
    return recordOf(one, { target: target.name, from, durationMs: performance.now() - began }, attempts);
  };

  /** Judges the case once more in which the operator answered last, before the one at hand. */
  const judgeLastAgain = async (
    { told }: ToldCase<Context>,
    signal: AbortSignal,
    takeBack: TakeBack,
  ): Promise<void> => {
    const last = answered.pop();
    if (last === undefined) return say(`${told}: there is no answer to take back`);
    takeBack(last.id);
    await say(`${last.told}: its answer is taken back; the case is judged once more`);
    const record = await run(last, signal, takeBack);
    if (record === undefined) return;
    takeBack(last.id, { ...record, notes: [...record.notes, 'judged once more: the operator took the answer back'] });
  };
  return run;
}
