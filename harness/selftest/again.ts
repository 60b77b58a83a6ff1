import { isDeepStrictEqual } from 'node:util';
import { right, type Verdicts } from './verdicts.ts';

/** More subjects than this that are not judged rightly are no work of a machine that had too much to do. */
const MISJUDGED = 12;

/** The same of subjects that are judged rightly in other words than are recorded: what is seen first is a race now and then. */
const MISWORDED = 60;

/**
 * The subjects that are judged once more, each by itself, of those that were not judged as they must be: the runs before keep
 * every processor busy. None of either kind where they are too many. What is judged again is told.
 */
export function judgedOnceMore<Subject extends { readonly name: string }>(
  wrong: readonly Subject[],
  verdictsOf: (subject: Subject) => Verdicts,
): readonly Subject[] {
  const isMisworded = (subject: Subject): boolean => {
    const verdicts = verdictsOf(subject);
    return verdicts.words.length > 0 && isDeepStrictEqual({ ...verdicts, words: [] }, right);
  };
  const misworded = wrong.filter(isMisworded);
  const misjudged = wrong.filter((subject) => !misworded.includes(subject));
  const again = [
    ...(misjudged.length > MISJUDGED ? [] : misjudged),
    ...(misworded.length > MISWORDED ? [] : misworded),
  ];
  for (const subject of again)
    process.stdout.write(`judged again: ${subject.name}: ${JSON.stringify(verdictsOf(subject))}\n`);
  return again;
}
