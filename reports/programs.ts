import type { RunTarget } from '../harness/contracts/run.ts';
import type { Tested, TestedFile } from '../harness/contracts/tested.ts';

/** What a launch or a reading of captures judges; what it was judged by is no part of it. */
const OF_PROGRAM = ['program', 'script', 'capture'] as const;

/**
 * By target, in words, how the parts of a report judged different programs: they tell another version, or other hashes of the
 * same kind of file. What a part does not tell is no difference. Empty where all parts judged the same.
 */
export function differentPrograms(targets: readonly Pick<RunTarget, 'name' | 'tested'>[]): ReadonlyMap<string, string> {
  const names = [...new Set(targets.map(({ name }) => name))];
  return new Map(
    names.flatMap((name) => {
      const tested = targets.flatMap((target) => (target.name === name ? (target.tested ?? []) : []));
      const differences = differencesOf(tested);
      return differences.length === 0
        ? []
        : [[name, `its parts judged different programs: ${differences.join('; ')}`] as const];
    }),
  );
}

/** What became of a file that was replaced while it was judged, in a sentence. */
export function replacedWords({ path, atEnd }: Pick<TestedFile, 'path' | 'atEnd'>): string {
  const now = atEnd?.sha256 === undefined ? `could not be read (${atEnd?.problem ?? ''})` : 'had another SHA-256';
  return `${path} was replaced while it was judged: when the run had ended, it ${now}`;
}

function differencesOf(tested: readonly Tested[]): readonly string[] {
  const versions = new Set(tested.flatMap(({ version }) => version ?? []));
  const files = OF_PROGRAM.map(
    (what) => [what, new Set(tested.flatMap((one) => hashesOf(one, what) ?? [])).size] as const,
  );
  return [
    ...(versions.size > 1 ? [`versions ${[...versions].join(' and ')}`] : []),
    ...files.flatMap(([what, size]) => (size > 1 ? [`${size} hashes of its ${what}`] : [])),
  ];
}

/**
 * The hashes of its files of one kind, as one text; undefined where there is none, or one that was not told. What only runs a
 * script is no part of what is judged: each machine of a run in parts has its own.
 */
function hashesOf({ files }: Tested, kind: (typeof OF_PROGRAM)[number]): string | undefined {
  if (kind === 'program' && files.some(({ what }) => what === 'script')) return undefined;
  const hashes = files.flatMap(({ what, sha256 }) => (what === kind ? [sha256] : []));
  return hashes.length === 0 || hashes.includes(undefined) ? undefined : hashes.toSorted().join();
}
