import { type Answer, type Person, watchDialogue } from '../../processes/dialogue.ts';
import { terminalLine } from '../../text/visible.ts';
import { type Keyboard, openKeyboard } from './keyboard.ts';
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

/** The same while a client is waited for. */
const WAIT_KEYS = '(s: skip the case; u: take the last answer back; q: stop the run)';

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
  const keyboard = openKeyboard();
  let knowsKeys = false;
  const tell = (line: string): void => {
    const goOn = standAside();
    say(`${line}\n`);
    goOn();
  };
  const explain = (): void => {
    if (!knowsKeys) say(`${KEYS}\n`);
    knowsKeys = true;
  };
  /** What a run that ends makes of an answer. */
  const ended = (answer: Answer): Answer => {
    if (answer === 'stop') interrupt();
    return interrupted.aborted ? 'stop' : answer;
  };
  return {
    say: (text) => tell(terminalLine(text)),
    ask: async (text, signal) => {
      if (!isTerminal()) return 'nobody';
      const goOn = standAside();
      const over = AbortSignal.any([signal, interrupted]);
      try {
        return ended(await askUntilAnswered(keyboard, { text: terminalLine(text), explain }, over));
      } finally {
        goOn();
      }
    },
    wait: async (signal) => {
      if (!isTerminal()) return 'nobody';
      return ended(await listenUntilWished(keyboard, tell, AbortSignal.any([signal, interrupted])));
    },
  };
}

function isTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** A question, and what is said before it. */
interface Question {
  readonly text: string;
  readonly explain: () => void;
}

/** The end of the input means that nobody is there. */
function askUntilAnswered(keyboard: Keyboard, { text, explain }: Question, over: AbortSignal): Promise<Answer> {
  const prompt = (): void => say(`${text} [y/n/?] `);
  return untilDone(over, (done) =>
    keyboard.ask({
      begin: () => {
        explain();
        prompt();
      },
      line: (line) => {
        const answer = meaningOf(line);
        if (answer !== undefined) return done(answer);
        say(`${KEYS}\n`);
        prompt();
      },
      end: () => done('nobody'),
    }),
  ).then((answer) => {
    if (answer === 'withdrawn') say('(no answer needed)\n');
    return answer;
  });
}

/** What a person may want who is to start a client. */
const wishes: readonly Answer[] = ['again', 'back', 'skip', 'stop'];

/** Listens until the person wants something, or the wait is over. */
function listenUntilWished(keyboard: Keyboard, tell: (line: string) => void, over: AbortSignal): Promise<Answer> {
  return untilDone(over, (done) =>
    keyboard.wait({
      begin: () => tell(WAIT_KEYS),
      line: (line) => {
        const answer = meaningOf(line);
        if (answer !== undefined && wishes.includes(answer)) done(answer);
        else tell(WAIT_KEYS);
      },
      end: () => done('nobody'),
    }),
  );
}

/** What comes of listening, or `withdrawn` when the signal comes first; nobody listens any more then. */
function untilDone(over: AbortSignal, listen: (done: (answer: Answer) => void) => () => void): Promise<Answer> {
  let leave = (): void => undefined;
  let withdraw = (): void => undefined;
  return new Promise<Answer>((resolve) => {
    withdraw = () => resolve('withdrawn');
    if (over.aborted) return withdraw();
    over.addEventListener('abort', withdraw, { once: true });
    leave = listen(resolve);
  }).finally(() => {
    over.removeEventListener('abort', withdraw);
    leave();
  });
}

function meaningOf(line: string): Answer | undefined {
  return answers[line.trim().toLowerCase()];
}
