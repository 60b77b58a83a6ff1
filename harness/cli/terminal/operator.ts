import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Person, watchDialogue } from '../../processes/dialogue.ts';
import { terminalLine } from '../../text/visible.ts';
import { say } from './print.ts';

/** What stands aside while a person is spoken to: the progress line. */
export interface Foreground {
  /** Clears the terminal's line; the returned function lets it be written again. */
  readonly standAside: () => () => void;
}

/** What a person may type. */
const answers: Readonly<Record<string, Answer>> = {
  ...{ y: 'yes', yes: 'yes', n: 'no', no: 'no', '?': 'unsure' },
  ...{ r: 'again', repeat: 'again', u: 'back', undo: 'back', s: 'skip', skip: 'skip', q: 'stop', quit: 'stop' },
};

/** What they mean, said before the first question and wherever something else was typed. */
const KEYS =
  '(y: yes; n: no; ?: cannot tell; r: repeat the case; u: take the last answer back; s: skip the case; q: stop the run)';

/** How a run ends before its time: `signal` is aborted then, by `interrupt` among others. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
}

/** Lets the workers speak to the person at the terminal, on standard error, until it is closed or the run is interrupted. */
export function openOperator(foreground: Foreground, interruption: Interruption): { readonly close: () => void } {
  return watchDialogue(personAt(foreground, interruption));
}

function personAt({ standAside }: Foreground, { signal: interrupted, interrupt }: Interruption): Person {
  let knowsKeys = false;
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
        await throwAwayTyped();
        if (!knowsKeys) say(`${KEYS}\n`);
        knowsKeys = true;
        const answer = await askUntilAnswered(terminalLine(text), AbortSignal.any([signal, interrupted]));
        if (answer === 'stop') interrupt();
        return interrupted.aborted ? 'stop' : answer;
      } finally {
        goOn();
      }
    },
  };
}

/** How long the terminal is read, in milliseconds, for what was typed before a question: it hands that on at once. */
const TYPED_MS = 30;

/** What Ctrl-C sends where the terminal does not make a signal of it. */
const INTERRUPT = '\x03';

/**
 * Throws away what was typed before a question: it answers another one. The terminal keeps a line without an end to itself
 * unless it is raw; an interrupt that comes meanwhile is still one.
 */
async function throwAwayTyped(): Promise<void> {
  const { stdin } = process;
  const thrown = (typed: Buffer): void => {
    if (typed.includes(INTERRUPT)) process.kill(process.pid, 'SIGINT');
  };
  stdin.setRawMode(true);
  stdin.on('data', thrown);
  await pause(TYPED_MS);
  stdin.off('data', thrown);
  stdin.pause();
  stdin.setRawMode(false);
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
      if (answer === undefined) {
        say(`${KEYS}\n`);
        prompt();
      } else resolve(answer);
    });
    lines.once('close', () => resolve('nobody'));
    if (signal.aborted) return withdraw();
    signal.addEventListener('abort', withdraw, { once: true });
    prompt();
  }).finally(() => lines.close());
}
