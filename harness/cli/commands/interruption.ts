/** What a person, or whoever watches over the command, may do to it while it works. */
export interface Interruption {
  /** Becomes aborted at the first SIGINT or SIGTERM; the second ends the process at once. */
  readonly signal: AbortSignal;
  /** Leaves the signals to others again. */
  readonly end: () => void;
}

/** Listens for SIGINT and SIGTERM until `end` is called. */
export function interruption(): Interruption {
  const controller = new AbortController();
  const interrupted = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, interrupted);
  const end = (): void => {
    for (const signal of signals) process.off(signal, interrupted);
  };
  return { signal: controller.signal, end };
}
