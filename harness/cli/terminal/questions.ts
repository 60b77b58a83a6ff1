import { createInterface } from 'node:readline';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { say } from './print.ts';

/** Questions to the person at the terminal, on standard error. */
export interface Questions {
  /** Asks until `check` throws nothing; an empty answer is `otherwise`. Throws a UsageError at the end of the input. */
  readonly ask: (question: string, check: (answer: string) => unknown, otherwise?: string) => Promise<string>;
  readonly close: () => void;
}

/**
 * Reads lines; the terminal is left as it is, so that Ctrl-C ends the command. `undone` is what has not happened yet when
 * the input ends, e.g. "nothing was written".
 */
export function openQuestions(undone: string): Questions {
  const lines = createInterface({ input: process.stdin, terminal: false });
  const answers = lines[Symbol.asyncIterator]();
  return {
    ask: async (question, check, otherwise) => {
      for (;;) {
        say(otherwise === undefined || otherwise === '' ? `${question}: ` : `${question} [${otherwise}]: `);
        const { value, done } = await answers.next();
        if (done === true) throw new UsageError(`expected an answer, found the end of the input; ${undone}`);
        const answer = value.trim() === '' ? otherwise : value.trim();
        try {
          if (answer === undefined) throw new UsageError('expected an answer, found nothing');
          await check(answer);
          return answer;
        } catch (error) {
          say(`${errorText(error)}\n`);
        }
      }
    },
    close: () => lines.close(),
  };
}
