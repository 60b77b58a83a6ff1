/** A person's Ctrl-C and Ctrl-\, a service that ends a command, and a terminal that is closed. */
export const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Does what may be interrupted. Its signal becomes aborted at the first of these signals, or when the work itself calls
 * `interrupt`; a signal after that ends the process at once. When the work is over, however it went, the signals are left to
 * others again.
 */
export async function interruptible<Value>(
  work: (signal: AbortSignal, interrupt: () => void) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const interrupted = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of interrupts) process.on(signal, interrupted);
  try {
    return await work(controller.signal, () => controller.abort());
  } finally {
    for (const signal of interrupts) process.off(signal, interrupted);
  }
}
