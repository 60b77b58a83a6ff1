import { type Answer, ask, wait } from '../processes/dialogue.ts';
import { PERSON_MS } from '../targets/listen-target.ts';
import { Inconclusive, inconclusive, Wished } from './finding.ts';
import type { Transcript } from './tester/transcript.ts';
import { duration } from './words.ts';

/** Questions and starts that one case may ask of a person; each has a limit of its own, so that this is only a backstop. */
export const REQUESTS = 20;

/** A person who tells what the screen shows; without an answer the case is inconclusive. */
export interface Operator {
  /** A question that is answered by y or n. */
  readonly confirms: (question: string) => Promise<boolean>;
  /** Asks until it is answered, or `done` is aborted first, which withdraws the question: then undefined. */
  readonly confirmsUnless: (question: string, done: AbortSignal) => Promise<boolean | undefined>;
  /** Listens while the operator is to do something. Throws where they skip the case instead, or the like; resolves when `done` is aborted. */
  readonly listensUntil: (done: AbortSignal) => Promise<void>;
}

/** There is no terminal at which anybody could be asked. */
export class NobodyToAsk extends Inconclusive {
  override readonly name: string = 'NobodyToAsk';
}

/** Time that belongs to a person and not to the IUT, in milliseconds. */
export interface Stopwatch {
  readonly elapsed: () => number;
  /** Counts the time that some work takes. */
  readonly during: <Value>(work: Promise<Value>) => Promise<Value>;
}

/** Makes a stopwatch that stands at 0. */
export function stopwatch(): Stopwatch {
  let counted = 0;
  let began: number | undefined;
  let running = 0;
  return {
    elapsed: () => counted + (began === undefined ? 0 : performance.now() - began),
    during: async (work) => {
      running += 1;
      began ??= performance.now();
      try {
        return await work;
      } finally {
        running -= 1;
        if (running === 0) {
          counted += performance.now() - began;
          began = undefined;
        }
      }
    },
  };
}

/** What the operator of one case is made of. */
export interface OperatorParts {
  /** The case, as a person is told it. */
  readonly told: string;
  readonly transcript: Transcript;
  /** Counts the time that a person takes. */
  readonly watch: Stopwatch;
  /** Called when something was answered that can be taken back. */
  readonly answered?: (() => void) | undefined;
}

/** What the operator may take back: a skip, too. */
const decisions: readonly Answer[] = ['yes', 'no', 'unsure', 'skip'];

/** The operator of one attempt at a case. */
export function operatorOf({ told, transcript, watch, answered: onAnswer }: OperatorParts): Operator {
  let hasDecided = false;
  const answered = async (question: string, done?: AbortSignal): Promise<Answer> => {
    const late = AbortSignal.timeout(PERSON_MS);
    const withdrawn = done === undefined ? late : AbortSignal.any([late, done]);
    const answer = await watch.during(ask(`${told}: ${question}`, withdrawn));
    transcript.add({ who: 'harness', what: 'note', text: `operator: ${question} ${answer}` });
    return kept(answer);
  };
  const kept = (answer: Answer): Answer => {
    // The last answer is one of this case: to take that back is to begin the case again.
    if (answer === 'back' && hasDecided) return 'again';
    if (decisions.includes(answer)) {
      hasDecided = true;
      onAnswer?.();
    }
    return answer;
  };
  return {
    confirms: async (question) => meaning(question, await answered(question)),
    confirmsUnless: async (question, done) => {
      const answer = await answered(question, done);
      return done.aborted ? undefined : meaning(question, answer);
    },
    listensUntil: async (done) => {
      const answer = await wait(done);
      if (!done.aborted && answer !== 'nobody') meaning('', kept(answer));
    },
  };
}

function meaning(question: string, answer: Answer): boolean {
  switch (answer) {
    case 'yes':
      return true;
    case 'no':
      return false;
    case 'unsure':
      return inconclusive(`the operator could not tell: ${question}`);
    case 'again':
      throw new Wished('again', 'the operator asked for the case once more');
    case 'back':
      throw new Wished('back', 'the operator took the last answer back');
    case 'skip':
      throw new Wished('skip', 'the operator skipped the case');
    case 'stop':
      throw new Wished('stop', 'the operator stopped the run');
    case 'nobody':
      throw new NobodyToAsk('the operator cannot be asked: standard input and standard error must be a terminal');
    case 'withdrawn':
      return inconclusive(`the operator did not answer within ${duration(PERSON_MS)}: ${question}`);
  }
}
