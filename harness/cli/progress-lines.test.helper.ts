/**
 * What a command said beside its report, without its lines of progress: a run of more than ten seconds writes them, and on a
 * busy machine every run may be one.
 */
export function withoutProgress(said: string): string {
  return said.replace(/^sockspec: \d+ cases, \d+ failed(?: {2}.*)?\n/gm, '');
}
