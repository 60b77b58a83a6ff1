import type { Argv, Options } from 'yargs';
import type { ProfileTarget } from '../../contracts/profile.ts';
import { shellQuoted } from '../../text/quoting.ts';
import { flagValue, severalValues, singleValue } from './flag-values.ts';

/** The keys of a target in a profile that a flag can say too. The compiler holds the table and the schema equal. */
export type TargetKey = Exclude<
  keyof ProfileTarget,
  'name' | 'suite' | 'each' | 'env' | 'version' | 'skip' | 'limits' | 'capabilities'
>;

/** One key of a target, in the profile and on the command line. */
export interface TargetKeyRow {
  /** Without its dashes. Two keys may share one where no suite has both. */
  readonly flag: string;
  /** A text, one of a few texts, a list of texts (the flag is repeatable), or a switch. */
  readonly kind: 'text' | 'list' | 'switch' | readonly string[];
  readonly describe: string;
  /** Which suites have a use for it; both kinds where it is left out. */
  readonly suites?: 'captures' | 'programs';
  /** Files, which are relative to the folder of the profile. */
  readonly isPath?: true;
  /** It says where the implementation under test is. */
  readonly reaches?: true;
  /** `init` takes it. */
  readonly init?: true;
  /** It is told in reports, and changes nothing of what is judged: a flag says it of every target of the run. */
  readonly isTold?: true;
}

const placeholders = '{host} {port} {dir} {phrases} {file} {name} {group} {destination} {interface} {address}';

/** Every such key. Options of `run` and `init`, `reproduce` and the paths of a profile follow from it, in this order. */
export const targetKeys: Readonly<Record<TargetKey, TargetKeyRow>> = {
  reference: { flag: 'reference', kind: 'text', describe: 'a built-in reference endpoint' },
  fault: { flag: 'fault', kind: 'text', describe: 'a named fault of that reference endpoint' },
  target: {
    ...{ flag: 'target', kind: 'text', suites: 'programs', reaches: true, init: true },
    describe: 'HOST:PORT of a server that already runs',
  },
  exec: {
    ...{ flag: 'exec', kind: 'text', suites: 'programs', reaches: true, init: true },
    describe: `command that launches the IUT: ${placeholders} are filled in`,
  },
  cwd: {
    ...{ flag: 'cwd', kind: 'text', suites: 'programs', isPath: true },
    describe: 'folder in which the IUT is launched and built',
  },
  folder: {
    ...{ flag: 'folder', kind: 'text', suites: 'programs', isPath: true },
    describe: 'folder of the program: {folder} in --exec, --build and --cwd, and where it is launched without --cwd',
  },
  build: {
    ...{ flag: 'build', kind: 'text', suites: 'programs' },
    describe: 'command that builds the IUT before it is judged',
  },
  listen: {
    ...{ flag: 'listen', kind: 'text', suites: 'programs', reaches: true, init: true },
    describe:
      'HOST:PORT that a client connects to which somebody starts elsewhere, case by case; with --exec, PORT or HOST:PORT that is built into the client',
  },
  ready: {
    ...{ flag: 'ready', kind: 'text', suites: 'programs' },
    describe: 'regular expression of the line that says the launched IUT is ready',
  },
  store: {
    ...{ flag: 'store', kind: 'text', suites: 'programs', isPath: true, init: true },
    describe: 'folder where the files of the IUT land',
  },
  fetch: {
    ...{ flag: 'fetch', kind: 'text', suites: 'programs' },
    describe: 'command that copies stored file {name} to {file}',
  },
  output: {
    ...{ flag: 'output', kind: 'text', suites: 'programs', init: true },
    describe: 'command whose standard output is what the IUT prints',
  },
  show: {
    ...{ flag: 'show', kind: 'text', suites: 'programs' },
    describe: 'regular expression of one item that the IUT shows',
  },
  incomplete: {
    ...{ flag: 'incomplete', kind: 'text', suites: 'programs' },
    describe: 'regular expression of output that calls an item incomplete',
  },
  input: {
    ...{ flag: 'input', kind: ['own', 'stdin'], suites: 'programs' },
    describe: 'where a launched client takes its data from',
  },
  interface: {
    ...{ flag: 'interface', kind: 'text', suites: 'programs', init: true },
    describe: 'interface, by name or IPv4 address: of multicast and broadcast, or that launched clients connect to',
  },
  group: {
    ...{ flag: 'group', kind: 'text', suites: 'programs', init: true },
    describe:
      'multicast group of an IUT that cannot be told one (224.202.20.30); of captures GROUP[=TTL] that is judged, repeatable',
  },
  phrases: {
    ...{ flag: 'phrases', kind: 'text', suites: 'programs', isPath: true, init: true },
    describe:
      'fortune database of the IUT: one phrase a line, several lines each between lines of %, or a folder with a file a phrase',
  },
  ends: {
    ...{ flag: 'ends', kind: ['lf', 'crlf'], suites: 'programs' },
    describe: 'what a fortune server sends behind each phrase; nothing without it',
  },
  captures: {
    ...{ flag: 'captures', kind: 'list', suites: 'captures', isPath: true, reaches: true, init: true },
    describe: 'pcap or pcapng file whose frames are judged, of the suite frames; repeatable',
  },
  groups: { flag: 'group', kind: 'list', suites: 'captures', describe: 'GROUP[=TTL] that is judged' },
  nets: {
    ...{ flag: 'net', kind: 'list', suites: 'captures', init: true },
    describe: 'PREFIX attached to the link of captures, whose broadcast address is known; repeatable',
  },
  tty: {
    ...{ flag: 'tty', kind: 'switch', suites: 'programs', init: true },
    describe: 'the output of the launched IUT is a terminal of its own, so that runtimes do not buffer it',
  },
  sandbox: {
    ...{ flag: 'sandbox', kind: 'switch', suites: 'programs', init: true },
    describe: 'the launched IUT sees its own folder and loopback alone, and has limits (Linux)',
  },
  operator: {
    ...{ flag: 'operator', kind: 'switch', suites: 'programs', init: true },
    describe: 'a person answers on the terminal what the screen of the client shows',
  },
  iutVersion: {
    ...{ flag: 'iut-version', kind: 'text', isTold: true },
    describe: 'version of the IUT, of every target of the run, for reports',
  },
};

/** The table by rows, in its order. */
export const targetRows: ReadonlyArray<readonly [TargetKey, TargetKeyRow]> = Object.keys(targetKeys)
  .filter(isTargetKey)
  .map((key) => [key, targetKeys[key]]);

/** The rows of which `init` takes the flags. */
export const initRows = targetRows.filter(([, row]) => row.init === true);

/** Whether a text is a key of the table. */
export function isTargetKey(text: string): text is TargetKey {
  return text in targetKeys;
}

/** Adds the flags of some rows to the parser. Of two rows with one flag the first describes it, and is all that the parser knows. */
export function addTargetFlags(yargs: Argv, rows: typeof targetRows): void {
  for (const [index, [, row]] of rows.entries()) {
    const isFirst = rows.findIndex(([, { flag }]) => flag === row.flag) === index;
    if (isFirst) yargs.option(row.flag, optionOf(row));
  }
}

function optionOf({ kind, describe }: TargetKeyRow): Options {
  switch (kind) {
    case 'switch':
      return { type: 'boolean', describe };
    case 'text':
      return { type: 'string', requiresArg: true, describe };
    case 'list':
      return { type: 'string', array: true, requiresArg: true, nargs: 1, describe };
    default:
      return { choices: kind, describe };
  }
}

/** What the flags say of a target of captures, or of another one. Throws a UsageError for a flag that is given too often. */
export function flaggedTarget(
  flags: Readonly<Record<string, unknown>>,
  rows: typeof targetRows,
  suites: 'captures' | 'programs',
): Partial<ProfileTarget> {
  const isShared = (flag: string): boolean => rows.filter(([, row]) => row.flag === flag).length > 1;
  const given: Record<string, unknown> = {};
  for (const [key, row] of rows) {
    if (isShared(row.flag) && row.suites !== suites) continue;
    const value = valueIn(row, flags[row.flag]);
    if (value !== undefined) given[key] = value;
  }
  return given;
}

function valueIn({ flag, kind }: TargetKeyRow, value: unknown): string | readonly string[] | boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  return kind === 'list' ? severalValues(flagValue(value)) : singleValue(`--${flag}`, flagValue(value));
}

/** The words after `sockspec run` that reach a target again, without those that are only told. */
export function targetWords(target: ProfileTarget): string {
  const rows = targetRows.filter(([, { isTold }]) => isTold !== true);
  const words = rows.flatMap(([key, { flag }]) => {
    const value = target[key];
    if (value === undefined || typeof value === 'boolean') return value === true ? [`--${flag}`] : [];
    const values = typeof value === 'string' ? [value] : value;
    return values.flatMap((one) => [`--${flag}`, shellQuoted(one)]);
  });
  return [target.suite, ...words].join(' ');
}

/** A target with each of its paths changed. */
export function withPaths<Target extends Partial<ProfileTarget>>(
  target: Target,
  change: (path: string) => string,
): Target {
  const changed: Record<string, unknown> = {};
  for (const [key, { isPath }] of targetRows) {
    const value = target[key];
    if (isPath !== true || value === undefined || typeof value === 'boolean') continue;
    changed[key] = typeof value === 'string' ? change(value) : value.map(change);
  }
  return { ...target, ...changed };
}
