/** What a signal tells by which the kernel holds a program to a limit (setrlimit(2)). */
const LIMITS: Readonly<Record<string, string>> = {
  SIGXCPU: 'it took more processor time than it may',
  SIGXFSZ: 'it wrote a file that is larger than it may',
};

/** A signal by which a program ended; of a limit that it went beyond, which one. */
export function signalText(signal: string): string {
  const limit = Object.hasOwn(LIMITS, signal) ? LIMITS[signal] : undefined;
  return limit === undefined ? signal : `${signal} (${limit})`;
}
