import type { Run, RunTarget } from '../../harness/contracts/run.ts';
import { suiteOfTarget } from '../summary.ts';
import { extentOf } from './extent.ts';
import { type Section, section } from './paper.ts';

/** What was judged, by what, where and for whom. */
export function scopeSection(run: Run): Section {
  return section('Scope', {
    tables: [
      {
        caption: 'What was judged',
        head: ['target', 'suite', 'how it was reached', 'version', 'extent'],
        rows: run.targets.map((target) => [
          ...[
            target.name,
            suiteOfTarget(target),
            { before: `${target.kind}: `, code: target.address },
            versionsOf(target),
          ],
          extentOf(run, target),
        ]),
      },
      {
        caption: 'Its files',
        head: ['file', 'target', 'what it is', 'SHA-256'],
        rows: filesOf(run).map(({ target, what, path, sha256, problem }) => [
          ...[{ code: path }, target, what, sha256 === undefined ? `none: ${problem ?? 'not told'}` : { code: sha256 }],
        ]),
      },
      {
        caption: 'Where, by which requirements, and for whom',
        head: ['begun', 'sockspec', 'requirements', 'machine', 'ordered by', 'run by'],
        rows: run.parts.map(({ started, tool, requirements, machine, orderedBy, runBy }) => [
          ...[started, tool, requirements === undefined ? 'not told' : `revision ${requirements.version}`],
          machine === undefined
            ? 'not told'
            : `${machine.os}, ${machine.kernel}, ${machine.architecture}, Node ${machine.node}; sees by ${machine.observers.join(', ')}`,
          ...[orderedBy ?? 'not told', runBy ?? 'not told'],
        ]),
      },
    ],
  });
}

/** A file of a target, once for each hash that it had. */
export function filesOf({ targets }: Run) {
  const all = targets.flatMap(({ name, tested = [] }) =>
    tested.flatMap(({ files }) => files.map((file) => ({ target: name, ...file }))),
  );
  return [...new Map(all.map((file) => [JSON.stringify(file), file])).values()];
}

/** The versions of a target, each once; "not told" for none. */
export function versionsOf({ tested = [] }: RunTarget): string {
  const versions = [...new Set(tested.map(({ version = 'not told' }) => version))];
  return versions.length === 0 ? 'not told' : versions.join(' and ');
}
