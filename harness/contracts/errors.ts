/** The command line, a profile or an input file is wrong: one line says where and what was expected. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The code of a system error ("ECONNREFUSED"), or undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What went wrong, in one line, whatever was thrown. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}

/**
 * The same without the call and the paths that a system's error ends with ("ENOSPC: no space left on device"), for a line that
 * names the file itself.
 */
export function causeText(error: unknown): string {
  const text = errorText(error);
  return errorCode(error) === undefined ? text : text.replace(/, [a-z]+(?: '.*)?$/, '');
}

/** What a system says that has no room, no memory or no handles left, or whose disk fails. */
const exhausted: ReadonlySet<string | undefined> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOBUFS',
  'EROFS',
  'EIO',
]);

/** Whether a call failed since the machine had no more to give: neither the IUT nor the harness is wrong then. */
export function isOfMachine(error: unknown): boolean {
  return exhausted.has(errorCode(error));
}
