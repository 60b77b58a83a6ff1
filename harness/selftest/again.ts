import type { Verdicts } from './verdicts.ts';

/** More subjects than this that are not judged rightly are no work of a machine that had too much to do. */
const AGAIN = 12;

/**
 * The subjects that are judged once more, each by itself, of those that were not judged as they must be: the runs before keep
 * every processor busy. None where they are too many. What is judged again is told.
 */
export function judgedOnceMore<Subject extends { readonly name: string }>(
  wrong: readonly Subject[],
  verdictsOf: (subject: Subject) => Verdicts,
): readonly Subject[] {
  const again = wrong.length > AGAIN ? [] : wrong;
  for (const subject of again)
    process.stdout.write(`judged again: ${subject.name}: ${JSON.stringify(verdictsOf(subject))}\n`);
  return again;
}
