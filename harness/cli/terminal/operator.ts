import { createInterface } from 'node:readline';
import { type Answer, type Person, watchDialogue } from '../../processes/dialogue.ts';
import { terminalLine } from '../../text/visible.ts';
import { say } from './print.ts';

/** What stands aside while a person is spoken to: the progress line. */
export interface Foreground {
  /** Clears the terminal's line; the returned function lets it be written again. */
  readonly standAside: () => () => void;
}

/** What a person may type. */
const answers: Readonly<Record<string, Answer>> = { y: 'yes', yes: 'yes', n: 'no', no: 'no', '?': 'unsure' };

/** Lets the workers speak to the person at the terminal, on standard error, until it is closed or the run is interrupted. */
export function openOperator(foreground: Foreground, interrupted: AbortSignal): { readonly close: () => void } {
  return watchDialogue(personAt(foreground, interrupted));
}

function personAt({ standAside }: Foreground, interrupted: AbortSignal): Person {
  return {
    say: (text) => {
      const goOn = standAside();
      say(`${terminalLine(text)}\n`);
      goOn();
    },
    ask: async (text, signal) => {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return 'nobody';
      const goOn = standAside();
      try {
        return await askUntilAnswered(terminalLine(text), AbortSignal.any([signal, interrupted]));
      } finally {
        goOn();
      }
    },
  };
}

/** Line by line, the terminal left as it is: Ctrl-C still interrupts. The end of the input means that nobody is there. */
function askUntilAnswered(text: string, signal: AbortSignal): Promise<Answer> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  return new Promise<Answer>((resolve) => {
    const withdraw = (): void => {
      say('(no answer needed)\n');
      resolve('withdrawn');
    };
    const prompt = (): unknown => say(`${text} [y/n/?] `);
    lines.on('line', (line) => {
      const answer = answers[line.trim().toLowerCase()];
      if (answer === undefined) prompt();
      else resolve(answer);
    });
    lines.once('close', () => resolve('nobody'));
    if (signal.aborted) return withdraw();
    signal.addEventListener('abort', withdraw, { once: true });
    prompt();
  }).finally(() => lines.close());
}
