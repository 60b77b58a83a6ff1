import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { bin } from './shell.test.helper.ts';

/** How long a screen may take to show what is waited for, and how often it is looked at, in milliseconds: a look starts a program. */
const SCREEN_MS = 30_000;
const LOOK_MS = 100;

/** `sockspec` in a real terminal. */
export interface Terminal {
  /** Types a line. */
  readonly type: (line: string) => void;
  /** Presses a key by its tmux name, e.g. `C-c`. */
  readonly press: (key: string) => void;
  /** All lines so far, wrapped ones joined. */
  readonly screen: () => string;
  /** Waits until the screen holds the text so many times; resolves to the screen. */
  readonly shows: (text: string, times?: number) => Promise<string>;
}

/**
 * Starts `sockspec`, or another program, in a tmux server of its own; when it has ended, the screen says `ended with status N`.
 */
export function terminal(
  words: readonly string[],
  cwd: string,
  program: readonly string[] = [process.execPath, bin],
): Terminal {
  const name = `sockspec-test-${randomUUID()}`;
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-L', name, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const command = [...program, ...words].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  // The shell survives a Ctrl-C that ends the program.
  const script = `trap : INT; ${command}; echo "ended with status $?"; read -r _`;
  tmux('new-session', '-d', '-x', '120', '-y', '50', '-c', cwd, script);
  onTestFinished(() => {
    tmux('kill-server');
  });
  const screen = (): string => tmux('capture-pane', '-p', '-J', '-S', '-');
  return {
    screen,
    type: (line) => {
      tmux('send-keys', '-l', line);
      tmux('send-keys', 'Enter');
    },
    press: (key) => {
      tmux('send-keys', key);
    },
    shows: async (text, times = 1) => {
      const deadline = performance.now() + SCREEN_MS;
      for (;;) {
        const seen = screen();
        if (seen.split(text).length > times) return seen;
        if (performance.now() > deadline)
          throw new Error(`expected ${JSON.stringify(text)} on the screen, saw:\n${seen}`);
        await pause(LOOK_MS);
      }
    },
  };
}
