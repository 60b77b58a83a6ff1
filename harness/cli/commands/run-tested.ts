import { createHash } from 'node:crypto';
import type { TargetMeans, TargetPlan } from '../../contracts/plan.ts';
import type { Tested, TestedFile } from '../../contracts/tested.ts';
import { commandWords, type Placeholders } from '../../processes/command-line.ts';
import { missingPlace } from '../../targets/build.ts';
import { type ExecMeans, placesOfFolder } from '../../targets/exec-plan.ts';
import { hashedFile, launchedFiles, type NamedFile } from '../../targets/iut-files.ts';
import { type ToldVersion, toldVersion } from '../../targets/iut-version.ts';
import { launchOptions } from '../../targets/launch-options.ts';
import { declarationOf } from '../planning/declaration.ts';
import { placesOf } from '../planning/target-plans.ts';

/**
 * Looks at what is about to be tested, by the names of the targets: each once it is built, and before it is launched. A version
 * command is run once, however many targets have it in one place; so is each file hashed.
 */
export async function lookAt(
  targets: readonly TargetPlan[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Tested>> {
  const versions = new Map<string, Promise<ToldVersion>>();
  const files = new Map<string, Promise<TestedFile>>();
  const seen: (readonly [string, Tested])[] = [];
  for (const target of targets) {
    const named = await filesOf(target);
    const hashed = named.map((file) => once(files, JSON.stringify(file), () => hashedFile(file)));
    seen.push([
      target.name,
      {
        ...(await versionOf(target, versions, signal)),
        files: [...(await Promise.all(hashed)), ...describedFile(target)],
        observers: observersOf(target),
        declaration: declarationOf(target),
      },
    ]);
  }
  return new Map(seen);
}

/**
 * Looks again at the files of what was tested, once it was: one that was replaced meanwhile is told with what it is now (`atEnd`).
 * The description of a protocol is not looked at again: it was read when the run was planned.
 */
export async function lookAgain(looked: ReadonlyMap<string, Tested>): Promise<ReadonlyMap<string, Tested>> {
  const files = new Map<string, Promise<TestedFile>>();
  const now = async (file: TestedFile): Promise<TestedFile> => {
    if (file.what === 'protocol' || file.sha256 === undefined) return file;
    const { what, path } = file;
    const { sha256, problem } = await once(files, path, () => hashedFile({ what, path }));
    if (sha256 === file.sha256) return file;
    return { ...file, atEnd: sha256 === undefined ? { problem: problem ?? 'it has no hash' } : { sha256 } };
  };
  const all = [...looked].map(async ([name, tested]) => {
    return [name, { ...tested, files: await Promise.all(tested.files.map(now)) }] as const;
  });
  return new Map(await Promise.all(all));
}

/** Runs what a key stands for once, and has its promise kept. */
function once<Value>(kept: Map<string, Promise<Value>>, key: string, run: () => Promise<Value>): Promise<Value> {
  const value = kept.get(key) ?? run();
  kept.set(key, value);
  return value;
}

async function versionOf(
  { means, version }: TargetPlan,
  told: Map<string, Promise<ToldVersion>>,
  signal: AbortSignal,
): Promise<ToldVersion | object> {
  if (version === undefined) return {};
  if ('text' in version) return { version: version.text };
  const { command } = version;
  if (means.kind !== 'exec') return once(told, command, () => toldVersion(command, {}, {}, signal));
  const { cwd, folder, env, sandbox } = means;
  const versionProblem = await missingPlace(means);
  if (versionProblem !== undefined) return { versionProblem };
  // Nobody trusts a program in a sandbox, and its version command may launch it.
  const options = launchOptions({ ...means, tty: false }, []);
  const key = JSON.stringify([command, cwd, folder, env, sandbox]);
  return once(told, key, () => toldVersion(command, placesOfFolder(means), options, signal));
}

async function filesOf({ suite, suiteFile, means }: TargetPlan): Promise<readonly NamedFile[]> {
  const own = suiteFile === undefined ? [] : [{ what: 'suite' as const, path: suiteFile }];
  if (means.kind === 'exec') return [...(await launchedFiles(wordsOf(means, placesOf(suite)), placeOf(means))), ...own];
  return [...capturesOf(means), ...own];
}

/** Those that come with the package are no files of the user's. */
function capturesOf(means: TargetMeans): readonly NamedFile[] {
  if (means.kind !== 'capture' || means.builtIn) return [];
  return means.captures.map(({ file }) => ({ what: 'capture', path: file }));
}

/** What a launch alone fills in is no part of a path: no path has a NUL. */
function wordsOf(means: ExecMeans, places: Placeholders): readonly [string, ...string[]] {
  const later = Object.fromEntries(Object.keys(places).map((place) => [place, '\0']));
  return commandWords(means.command, { ...later, ...placesOfFolder(means) });
}

function placeOf({ cwd, env }: ExecMeans) {
  return { cwd: cwd ?? process.cwd(), path: env.PATH ?? process.env.PATH ?? '' };
}

/** It was read when the run was planned, and is what the threads are given. */
function describedFile({ described }: TargetPlan): readonly TestedFile[] {
  if (described === undefined) return [];
  const sha256 = createHash('sha256').update(described.text).digest('hex');
  return [{ what: 'protocol', path: described.file, sha256 }];
}

function observersOf(target: TargetPlan): string[] {
  const named = (['store', 'fetch', 'output', 'operator'] as const).filter(
    (key) => target[key] !== undefined && target[key] !== false,
  );
  return [...named, ...(target.means.kind === 'exec' ? ['exec'] : [])];
}
