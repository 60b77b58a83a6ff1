import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** Gets what a person types. */
export interface Listener {
  /** The lines go to it from now on; called again when it has them back from another. */
  readonly begin: () => void;
  readonly line: (text: string) => void;
  /** The input has ended. */
  readonly end: () => void;
}

/** The lines that a person types at the terminal. What was typed before somebody listens is thrown away. */
export interface Keyboard {
  /** Has the lines go to this listener; the returned function ends that. One at a time. */
  readonly ask: (listener: Listener) => () => void;
  /** The same while nobody asks. */
  readonly wait: (listener: Listener) => () => void;
}

/** Reads standard input, line by line, only while somebody listens. */
export function openKeyboard(): Keyboard {
  const waiting = new Set<Listener>();
  let asking: Listener | undefined;
  let heard: { readonly listener: Listener; readonly close: () => void } | undefined;
  let turn = Promise.resolve();

  const due = (): Listener | undefined => asking ?? [...waiting].at(-1);
  /** Gives the lines to the one to whom they are due, after all changes before this one. */
  const change = (): void => {
    turn = turn.then(async () => {
      const listener = due();
      if (listener === heard?.listener) return;
      heard?.close();
      heard = undefined;
      if (listener === undefined) return;
      await throwAwayTyped();
      // Another change is to come where this one is out of date already.
      if (listener !== due()) return;
      heard = { listener, close: hear(listener) };
      listener.begin();
    });
  };
  return {
    ask: (listener) => {
      asking = listener;
      change();
      return () => {
        asking = undefined;
        change();
      };
    },
    wait: (listener) => {
      waiting.add(listener);
      change();
      return () => {
        waiting.delete(listener);
        change();
      };
    },
  };
}

/** How long the terminal is read, in milliseconds, for what was typed before: it hands that on at once. */
const TYPED_MS = 30;

/** What Ctrl-C sends where the terminal does not make a signal of it. */
const INTERRUPT = '\x03';

/**
 * Throws away what was typed before somebody listened: it was meant for another. The terminal keeps a line without an end to
 * itself unless it is raw; an interrupt that comes meanwhile is still one.
 */
async function throwAwayTyped(): Promise<void> {
  const { stdin } = process;
  const thrown = (typed: Buffer): void => {
    if (typed.includes(INTERRUPT)) process.kill(process.pid, 'SIGINT');
  };
  stdin.setRawMode(true);
  stdin.on('data', thrown);
  // A listener alone does not resume what was paused after an earlier question.
  stdin.resume();
  await pause(TYPED_MS);
  stdin.off('data', thrown);
  stdin.pause();
  stdin.setRawMode(false);
}

/** Line by line, the terminal left as it is: Ctrl-C still interrupts. Returns how to end that. */
function hear({ line, end }: Listener): () => void {
  const lines = createInterface({ input: process.stdin, terminal: false });
  let isOver = false;
  lines.on('line', (text) => {
    if (!isOver) line(text);
  });
  lines.once('close', () => {
    if (!isOver) end();
  });
  return () => {
    isOver = true;
    lines.close();
  };
}
