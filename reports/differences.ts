import type { Run, RunTarget } from '../harness/contracts/run.ts';
import type { DeclaredEntry, Tested } from '../harness/contracts/tested.ts';
import { missingShards } from './shards.ts';
import { suiteOfTarget } from './summary.ts';

/**
 * What two runs were judged by that is not the same, a line each: the requirements, the seed, the part of the cases, how a target
 * was reached and seen, what is declared of it, its description or suite. Names are in it as they are: formats make them harmless.
 */
export function differencesOf(earlier: Run, later: Run): readonly string[] {
  return [
    ...difference('requirements', requirementsOf(earlier), requirementsOf(later)),
    ...suitesOf(earlier)
      .filter((suite) => suitesOf(later).includes(suite))
      .flatMap((suite) => difference(`requirements of ${suite}`, suiteHash(earlier, suite), suiteHash(later, suite))),
    ...difference('seed', String(earlier.seed), String(later.seed)),
    ...shardDifference(earlier, later),
    ...pairs(earlier, later).flatMap(([before, after]) => targetDifferences(before, after)),
  ];
}

/** Where neither run tells, they may have been the same or not: that is said too. */
const UNTOLD = 'not told';

function difference(what: string, before: string, after: string): readonly string[] {
  if (before === UNTOLD && after === UNTOLD) return [`${what}: told in neither run`];
  return before === after ? [] : [`${what}: ${before} before, ${after} now`];
}

/** The revisions of the parts of a run, each once. */
function requirementsOf({ parts }: Run): string {
  return each(
    parts.map(({ requirements }) =>
      requirements === undefined
        ? UNTOLD
        : `revision ${requirements.version} (${requirements.sha256.slice(0, SHOWN_DIGITS)})`,
    ),
  );
}

/** Digits of a hash that tell two apart. */
const SHOWN_DIGITS = 12;

/** A revision may have changed other suites than those that judged anything here. */
function suiteHash({ parts }: Run, suite: string): string {
  const told = parts.flatMap(({ requirements }) => requirements?.suites.filter((one) => one.suite === suite) ?? []);
  return each(told.map(({ sha256 }) => sha256.slice(0, SHOWN_DIGITS)));
}

function suitesOf({ parts }: Run): readonly string[] {
  return [...new Set(parts.flatMap(({ requirements }) => requirements?.suites.map(({ suite }) => suite) ?? []))];
}

/** Reports of version 1 tell no part: that they are such is said of their requirements. */
function shardDifference(...runs: readonly [Run, Run]): readonly string[] {
  if (runs.some(({ parts }) => parts.some(({ requirements }) => requirements === undefined))) return [];
  const [before, after] = runs.map(({ parts }) => shardsOf(parts));
  return difference('part of the cases', before ?? '', after ?? '');
}

/** The parts that were judged; all of them together are all cases. */
function shardsOf(parts: Run['parts']): string {
  if (missingShards(parts).size === 0) return 'all';
  return each(parts.map(({ shard }) => (shard === undefined ? 'all' : `${shard.index}/${shard.of}`)));
}

/** Targets of one suite: the only ones of both runs, else those of one name. */
function pairs(earlier: Run, later: Run): readonly (readonly [RunTarget, RunTarget])[] {
  return later.targets.flatMap((target) => {
    const [before, after] = [earlier, later].map(({ targets }) =>
      targets.filter((one) => suiteOfTarget(one) === suiteOfTarget(target)),
    );
    const same =
      before?.length === 1 && after?.length === 1 ? before[0] : before?.find(({ name }) => name === target.name);
    return same === undefined ? [] : [[same, target] as const];
  });
}

function targetDifferences(before: RunTarget, after: RunTarget): readonly string[] {
  const [old, now] = [before.tested ?? [], after.tested ?? []];
  const where = ` of ${after.name}`;
  const reached = [
    ...difference(`way to reach ${after.name}`, before.kind, after.kind),
    ...difference(`cases${where}`, quickText(before), quickText(after)),
  ];
  const told = (tested: readonly Tested[]): string => (tested.length === 0 ? UNTOLD : 'told');
  // A capture of the run itself declares nothing; that a report is of version 1 is said of its requirements.
  if (old.length === 0 && now.length === 0) return reached;
  if (old.length === 0 || now.length === 0)
    return [...reached, ...difference(`declaration${where}`, told(old), told(now))];
  const keys = [...new Set([...old, ...now].flatMap(({ declaration }) => declaration.map(({ key }) => key)))];
  return [
    ...reached,
    ...difference(`observers${where}`, observersOf(old), observersOf(now)),
    ...keys.flatMap((key) => difference(`${key}${where}`, valuesOf(old, key), valuesOf(now, key))),
    ...(['protocol', 'suite'] as const).flatMap((what) =>
      difference(`${what}${where}`, fileHashes(old, what), fileHashes(now, what)),
    ),
  ];
}

function quickText({ quick }: RunTarget): string {
  return quick === undefined ? 'all' : 'one a requirement (--quick)';
}

function observersOf(tested: readonly Tested[]): string {
  return each(tested.map(({ observers }) => (observers.length === 0 ? 'none' : observers.toSorted().join(' + '))));
}

function valuesOf(tested: readonly Tested[], key: string): string {
  return each(tested.map(({ declaration }) => valueText(declaration.find((entry) => entry.key === key))));
}

function valueText(entry: DeclaredEntry | undefined): string {
  return entry === undefined ? 'undeclared' : String(entry.value);
}

function fileHashes(tested: readonly Tested[], what: 'protocol' | 'suite'): string {
  const files = tested.flatMap((one) => one.files.filter((file) => file.what === what));
  return files.length === 0 ? 'none' : each(files.map(({ sha256 = 'no hash' }) => sha256.slice(0, SHOWN_DIGITS)));
}

/** Each once: the parts of a run may differ among themselves. */
function each(texts: readonly string[]): string {
  return [...new Set(texts)].join(' and ');
}
