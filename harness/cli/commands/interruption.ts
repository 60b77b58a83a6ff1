import { exitStatus } from '../../contracts/exit-status.ts';
import { say } from '../terminal/print.ts';

/** A person's Ctrl-C and Ctrl-\, a service that ends a command, and a terminal that is closed. */
export const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Signals that come within so many milliseconds are one interrupt: `timeout` signals its command and then the group of that, and
 * what a group is told reaches an enclosed run twice.
 */
const AT_ONCE_MS = 100;

/**
 * Does what may be interrupted. Its signal becomes aborted at the first of these signals, or when the work itself calls
 * `interrupt`; a later signal ends the process at once, with a line that says what is `lost`. When the work is over, however it
 * went, the signals are left to others again.
 */
export async function interruptible<Value>(
  work: (signal: AbortSignal, interrupt: () => void) => Promise<Value>,
  lost?: string,
): Promise<Value> {
  const controller = new AbortController();
  let heardAt: number | undefined;
  const interrupted = (): void => {
    if (heardAt !== undefined && performance.now() - heardAt < AT_ONCE_MS) return;
    heardAt = performance.now();
    if (controller.signal.aborted) {
      if (lost !== undefined) say(`sockspec: interrupted again: ${lost}\n`);
      process.exit(exitStatus.interrupted);
    }
    controller.abort();
  };
  for (const signal of interrupts) process.on(signal, interrupted);
  try {
    return await work(controller.signal, () => controller.abort());
  } finally {
    for (const signal of interrupts) process.off(signal, interrupted);
  }
}
