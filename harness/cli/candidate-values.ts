import { formats } from '../../reports/index.ts';
import { suiteAt, suites } from '../../suites/index.ts';
import { laws } from '../../suites/laws/requirements.ts';
import { servers } from '../endpoints/index.ts';
import { wrongCaptures } from '../frames/captions.ts';
import { callers } from './commands/callers.ts';
import { shells } from './commands/completion.ts';
import { catalogueNames, useProtocols } from './files/protocols.ts';
import { NONE } from './files/reports.ts';
import { BUILT_IN_CAPTURES, FRAMES_SUITE } from './planning/capture-plans.ts';
import { allReferences, faultNames, type Reference } from './planning/references.ts';
import { targetRows } from './planning/target-keys.ts';

/** The words before the value that is typed: a command, and what follows it. */
export interface TypedBefore {
  readonly command: string;
  readonly words: readonly string[];
}

/** What may be the value of a flag; empty for a flag whose values are no list that is known, as of files. */
export async function valuesOfFlag(flag: string, before: TypedBefore): Promise<readonly string[]> {
  if (flag === '--report') return [...formats.map(({ name }) => name), NONE];
  if (flag === '--fault') return faultsMeant(before);
  if (flag === '--reference') return [...new Set((await referencesMeant(before)).map(({ name }) => name))];
  if (flag === '--loopback') return ['on', 'off'];
  if (flag === '--suite' && before.command === 'init') return suites.map(({ path }) => path);
  const kind = targetRows.find(([, row]) => `--${row.flag}` === flag)?.[1].kind;
  return typeof kind === 'object' ? kind : [];
}

/** What may be the first argument of a command that takes a name; undefined for one that takes none. */
export async function firstArguments(command: string): Promise<readonly string[] | undefined> {
  if (command === 'serve') return [...servers.map(({ name }) => name), ...(await catalogueNames())];
  if (command === 'call') return [...callers.keys(), ...(await catalogueNames())];
  return command === 'completion' ? shells : undefined;
}

/** The names by which `explain` knows laws. */
export const lawNames: readonly string[] = [...new Set(laws.flatMap(({ id }) => id.split('/')[1] ?? []))];

/** The faults of the endpoint, or of the suites, that the words before name; of all where they name none. */
async function faultsMeant(before: TypedBefore): Promise<readonly string[]> {
  const meant = await referencesMeant(before);
  const names = await Promise.all(
    meant.map(async (one) =>
      one.name === BUILT_IN_CAPTURES ? wrongCaptures().map(({ name }) => name) : faultNames(one),
    ),
  );
  return [...new Set(names.flat())];
}

async function referencesMeant({ command, words }: TypedBefore): Promise<readonly Reference[]> {
  await useProtocols({ files: [], patterns: words });
  const known = [...allReferences(), { name: BUILT_IN_CAPTURES, suite: FRAMES_SUITE }].filter(
    ({ suite }) => command === 'run' || isPlayedBy(command, suite),
  );
  const meant = known.filter(({ name, suite }) => words.includes(command === 'run' ? suite : name));
  return meant.length === 0 ? known : meant;
}

/** Whether the endpoint of a suite is one of those that `serve`, or `call`, runs. */
function isPlayedBy(command: string, suite: string): boolean {
  const { role } = suiteAt(suite);
  return suite !== FRAMES_SUITE && (command === 'call') === (role === 'client' || role === 'sender');
}
