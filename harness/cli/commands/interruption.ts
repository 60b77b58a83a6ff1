/** What a person, or whoever watches over the command, may do to it while it works. */
export interface Interruption {
  /** Becomes aborted at the first of these signals; the second ends the process at once. */
  readonly signal: AbortSignal;
  /** Leaves the signals to others again. */
  readonly end: () => void;
}

/** A person's Ctrl-C and Ctrl-\, a service that ends a command, and a terminal that is closed. */
export const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Listens for them until `end` is called. */
export function interruption(): Interruption {
  const controller = new AbortController();
  const interrupted = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of interrupts) process.on(signal, interrupted);
  const end = (): void => {
    for (const signal of interrupts) process.off(signal, interrupted);
  };
  return { signal: controller.signal, end };
}
