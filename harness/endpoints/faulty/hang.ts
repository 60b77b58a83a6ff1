/** A timer needs a period; nothing happens at its end. */
const PERIOD_MS = 60_000;

/** Plays a client that hangs for ever, without blocking anything: resolves only when it is ended from outside. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    // Holds the process, as a program that hangs does.
    const holding = setInterval(() => undefined, PERIOD_MS);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(holding);
        resolve();
      },
      { once: true },
    );
  });
}
