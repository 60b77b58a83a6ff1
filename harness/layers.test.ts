import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The floors of the house, lowest first. Folders of one floor do not know each other. */
const floors: readonly (readonly string[])[] = [
  ['harness/contracts'],
  ['harness/addresses', 'harness/text'],
  ['harness/protocols', 'harness/frames', 'harness/processes', 'reports'],
  ['harness/targets', 'harness/observers', 'harness/endpoints', 'harness/machine', 'harness/lab'],
  ['harness/engine'],
  ['suites'],
  ['harness/testing'],
  ['harness/cli', 'harness/selftest'],
];

/** The only place where a package comes into the house. */
const doors: Readonly<Record<string, RegExp>> = {
  'axe-core': /^reports\/html\/browser\.test\.helper\.ts$/,
  'cli-table3': /^reports\/table\.ts$/,
  'html-validate': /^reports\/html\/page\.test\.ts$/,
  parse5: /^reports\/html\/parsed\.test\.helper\.ts$/,
  'pcap-parser': /^harness\/frames\/fixture\.ts$/,
  picomatch: /^harness\/engine\/selection\.ts$/,
  pino: /^harness\/observers\/event-log\.ts$/,
  'playwright-core': /^reports\/html\/browser\.test(\.helper)?\.ts$/,
  'string-argv': /^harness\/processes\/command-line\.ts$/,
  'vitest/node': /^harness\/(engine\/drive|selftest\/slowest\.reporter)\.ts$/,
  xmlbuilder2: /^reports\/junit(\.test)?\.ts$/,
  yaml: /^(harness\/cli\/|harness\/protocols\/wire\/source\.ts$|reports\/tap(\.test)?\.ts$)/,
  yargs: /^harness\/cli\//,
};

interface Import {
  /** The importing file, from the top of the checkout. */
  readonly file: string;
  /** What is imported: a file from the top of the checkout, or a package as it is written. */
  readonly what: string;
  readonly isOurs: boolean;
}

interface Rule {
  readonly says: string;
  readonly isBroken: (one: Import) => boolean;
  /** Rules of what is shipped: tests are free of them. */
  readonly forTests: boolean;
}

const rules: readonly Rule[] = [
  {
    says: 'a file imports its own folder or lower floors only',
    isBroken: ({ file, what, isOurs }) => isOurs && folderOf(what) !== folderOf(file) && floorOf(what) >= floorOf(file),
    forTests: false,
  },
  {
    says: 'what is imported stands on a floor',
    isBroken: ({ what, isOurs }) => isOurs && floorOf(what) === -1,
    forTests: false,
  },
  {
    says: 'nothing imports the cli',
    isBroken: ({ file, what }) => !file.startsWith('harness/cli/') && what.startsWith('harness/cli/'),
    forTests: true,
  },
  {
    says: 'a test runs a command in its own process by the helper, which forgets the suites that the command named',
    isBroken: ({ file, what }) =>
      isTest(file) && /^harness\/cli\/(main|execute)\.ts$/.test(what) && !file.endsWith('/in-process.test.helper.ts'),
    forTests: true,
  },
  {
    says: 'the lab is there for tests alone: nothing that is shipped imports it',
    isBroken: ({ file, what }) => !file.startsWith('harness/lab/') && what.startsWith('harness/lab/'),
    forTests: false,
  },
  {
    says: 'a suite imports no endpoint, no report, no node:net and no node:dgram',
    isBroken: ({ file, what }) =>
      file.startsWith('suites/') && /^(harness\/endpoints\/|reports\/|node:(net|dgram)$)/.test(what),
    forTests: true,
  },
  {
    says: 'a suite imports no other suite; suites/index.ts imports their requirements, and loads their cases',
    isBroken: ({ file, what }) =>
      isOneSuite(what) &&
      (isOneSuite(file)
        ? suiteOf(what) !== suiteOf(file)
        : file.startsWith('suites/') && !/\/(requirements|\w+\.suite)\.ts$/.test(what)),
    forTests: true,
  },
  {
    says: 'the engine imports no protocol by name',
    isBroken: ({ file, what }) => file.startsWith('harness/engine/') && what.startsWith('harness/protocols/'),
    forTests: false,
  },
  {
    says: 'only the driver and the worker of the engine import vitest',
    isBroken: ({ file, what }) =>
      isPackage(what, 'vitest') &&
      !/^harness\/engine\/(drive|worker|worker-plan)\.ts$|^harness\/selftest\/slowest\.reporter\.ts$/.test(file),
    forTests: false,
  },
  {
    says: 'a report is a pure function: of the runtime it imports node:util alone',
    isBroken: ({ file, what }) => file.startsWith('reports/') && what.startsWith('node:') && what !== 'node:util',
    forTests: false,
  },
  {
    says: 'what is compiled ahead has one door: harness/frames/fast/twins.ts',
    isBroken: ({ file, what }) =>
      what.startsWith('harness/frames/fast/') &&
      !file.startsWith('harness/frames/fast/') &&
      what !== 'harness/frames/fast/twins.ts',
    forTests: true,
  },
  {
    says: 'an import is written out, so that it can be read here; but for suites of the user, by one door',
    isBroken: ({ file, what }) => what === UNREADABLE && file !== 'harness/cli/files/own-suites.ts',
    forTests: true,
  },
  ...Object.entries(doors).map(([name, door]) => ({
    says: `${name} comes in by one door: ${door.source}`,
    isBroken: ({ file, what }: Import) => isPackage(what, name) && !door.test(file),
    forTests: true,
  })),
];

/** Every source of the house but the tests of the house itself: made-up imports of this one would be read as real ones. */
const sources = ['harness', 'suites', 'reports']
  .flatMap(sourcesBelow)
  .filter((file) => !['harness/layers.test.ts', 'harness/repository-top.test.ts'].includes(file));

test('the house holds its floors', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => floorOf(file) === -1)).toEqual([]);
  expect(sources.flatMap((file) => violations(file, textOf(file)))).toEqual([]);
});

test('no file imports itself, by way of others or of types alone', () => {
  expect(circles(new Map(sources.map((file) => [file, oursIn(file, textOf(file))])))).toEqual([]);
});

test('what is shipped needs no package but the declared ones', () => {
  const manifest: { readonly name: string; readonly dependencies: object } = JSON.parse(textOf('package.json'));
  const declared = [manifest.name, ...Object.keys(manifest.dependencies)];
  const imports = sources.filter((file) => !isTest(file)).flatMap((file) => importsOf(file, textOf(file)));
  const packages = imports.filter(({ what, isOurs }) => !isOurs && !what.startsWith('node:') && what !== UNREADABLE);

  expect(packages.filter(({ what }) => !declared.some((name) => isPackage(what, name)))).toEqual([]);
});

test('harness/text alone knows which characters have no glyph', () => {
  const others = sources.filter((file) => !file.startsWith('harness/text/') && !isTest(file));

  expect(others.filter((file) => /\\[pP]\{(C[a-z]?|Z[lp])\}/.test(textOf(file)))).toEqual([]);
});

test('a report reads no clock', () => {
  const reports = sources.filter((file) => file.startsWith('reports/') && !isTest(file));

  expect(reports.filter((file) => /\b(Date\.now|new Date\(\)|performance\.now)/.test(textOf(file)))).toEqual([]);
});

test.each([
  ['harness/contracts/run.ts', "import { run } from '../engine/run.ts';", 'lower floors'],
  ['harness/contracts/run.ts', "import type { Peer } from '../engine/tester/peer.ts';", 'lower floors'],
  ['harness/contracts/run.ts', "export * from '../engine/tester/peer.ts';", 'lower floors'],
  ['harness/contracts/run.ts', "export type {\n  A,\n  B as C,\n} from '../engine/tester/peer.ts';", 'lower floors'],
  ['harness/contracts/run.ts', "import '../engine/tester/peer.ts';", 'lower floors'],
  ['harness/contracts/run.ts', "const { a } = await import('../engine/tester/peer.ts');", 'lower floors'],
  ['harness/contracts/run.ts', "type Peer = import('../engine/tester/peer.ts').Peer;", 'lower floors'],
  ['harness/contracts/run.ts', "const a = require('../engine/tester/peer.ts');", 'lower floors'],
  ['harness/protocols/upload.ts', "import { launch } from '../processes/launch.ts';", 'lower floors'],
  ['harness/contracts/problems.ts', "import { visible } from '../text/visible.ts';", 'lower floors'],
  ['harness/addresses/mac.ts', "import { decode } from '../frames/decode.ts';", 'lower floors'],
  ['harness/addresses/parse.ts', "import { visible } from '../text/visible.ts';", 'lower floors'],
  ['harness/endpoints/faulty/x.ts', "import { peer } from '../../targets/exec-target.ts';", 'lower floors'],
  ['harness/endpoints/x.ts', "import { check } from '../engine/suite.ts';", 'lower floors'],
  ['reports/html.ts', "import { drive } from '../harness/engine/drive.ts';", 'lower floors'],
  ['harness/util/x.ts', "import { a } from '../targets/y.ts';", 'lower floors'],
  ['harness/targets/x.ts', "import { a } from '../util/y.ts';", 'stands on a floor'],
  ['harness/engine/x.ts', "import data from '../../package.json' with { type: 'json' };", 'stands on a floor'],
  ['suites/x.test.ts', "import { main } from '../harness/cli/main.ts';", 'the cli'],
  ['harness/cli/x.test.ts', "import { main } from './main.ts';", 'by the helper'],
  ['harness/cli/doctor.ts', "import { makeLab } from '../lab/lab.ts';", 'for tests alone'],
  ['harness/lab/x.ts', "import { execTarget } from '../targets/exec-target.ts';", 'lower floors'],
  ['suites/upload/a.ts', "import { connect } from 'node:net';", 'node:net'],
  ['suites/upload/a.ts', "import { servers } from '../../harness/endpoints/index.ts';", 'no endpoint'],
  ['suites/upload/a.ts', "import { table } from '../../reports/table.ts';", 'no report'],
  ['suites/upload/a/b.ts', "import { says } from '../../fortune/server-facts.ts';", 'other suite'],
  ['suites/index.ts', "import { says } from './fortune/server-facts.ts';", 'other suite'],
  ['harness/engine/server/store.ts', "import { uploadHeader } from '../../protocols/upload.ts';", 'no protocol'],
  ['harness/endpoints/x.ts', "import { inject } from 'vitest';", 'import vitest'],
  ['suites/upload/server/a.ts', "import { expect } from 'vitest';", 'import vitest'],
  ['harness/engine/judge.ts', "import { expect } from 'vitest';", 'import vitest'],
  ['reports/html.ts', "import { expect } from 'vitest';", 'import vitest'],
  ['reports/html.ts', "import { readFileSync } from 'node:fs';", 'pure function'],
  ['harness/targets/x.ts', 'const a = await import(name);', 'written out'],
  ['harness/engine/x.ts', "import yargs from 'yargs/yargs';", 'one door'],
  ['reports/list.ts', "import Table from 'cli-table3';", 'one door'],
  ['harness/cli/commands/run.ts', "import { createVitest } from 'vitest/node';", 'one door'],
  ['harness/frames/records.test.ts', "import parser from 'pcap-parser';", 'one door'],
  ['harness/frames/judge.ts', "import { compiled } from './fast/compiled.ts';", 'one door'],
  ['harness/endpoints/x.ts', "const { pino } = await import('pino');", 'one door'],
  ['reports/html.ts', "import { create } from 'xmlbuilder2';", 'one door'],
])('catches %s: %s', (file, source, rule) => {
  expect(violations(file, source).join('\n')).toContain(rule);
});

test.each([
  ['harness/targets/x.ts', "import { launch } from '../processes/launch.ts';"],
  ['harness/frames/decode.ts', "import { ipv4Text } from '../addresses/numbers.ts';"],
  ['reports/html.ts', "import { visible } from '../harness/text/visible.ts';"],
  ['harness/engine/worker.ts', "import { Verdict } from '../contracts/verdict.ts';\nimport { test } from 'vitest';"],
  ['harness/cli/x.lab.test.ts', "import { makeLab } from '../lab/lab.ts';"],
  ['harness/lab/x.ts', "import { launch } from '../processes/launch.ts';"],
  ['suites/index.ts', "import { uploadServer } from './upload/requirements.ts';"],
  ['suites/index.ts', "const load = () => import('./upload/server.suite.ts');"],
  ['suites/upload/server/a.ts', "import { plain } from '../server-facts.ts';"],
  ['harness/contracts/run.test.ts', "import { peer } from '../engine/tester/peer.ts';\nimport { test } from 'vitest';"],
  ['harness/contracts/run.ts', "const text = 'taken from '\nconst other = '../engine/tester/peer.ts';"],
])('allows %s: %s', (file, source) => {
  expect(violations(file, source)).toEqual([]);
});

test('names the file, the import and the rule', () => {
  expect(violations('reports/html.ts', "import { createServer } from 'node:net';")).toEqual([
    'reports/html.ts imports node:net: a report is a pure function: of the runtime it imports node:util alone',
  ]);
});

test.each([
  [
    'of two',
    [
      ['a.ts', ['b.ts']],
      ['b.ts', ['a.ts']],
    ],
    ['a.ts > b.ts > a.ts'],
  ],
  [
    'of three',
    [
      ['a.ts', ['b.ts']],
      ['b.ts', ['x.ts', 'c.ts']],
      ['c.ts', ['b.ts', 'a.ts']],
    ],
    ['b.ts > c.ts > b.ts', 'a.ts > b.ts > c.ts > a.ts'],
  ],
  ['of itself', [['a.ts', ['a.ts']]], ['a.ts > a.ts']],
  [
    'none',
    [
      ['a.ts', ['b.ts', 'c.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', []],
    ],
    [],
  ],
] as const)('finds a circle %s', (_, imports, found) => {
  expect(circles(new Map<string, readonly string[]>(imports))).toEqual(found);
});

/** Stands for an import whose name cannot be read from the source. */
const UNREADABLE = 'a name that is not written out';

function violations(file: string, source: string): readonly string[] {
  return importsOf(file, source).flatMap((one) =>
    rules
      .filter((rule) => (rule.forTests || !isTest(file)) && rule.isBroken(one))
      .map((rule) => `${file} imports ${one.what}: ${rule.says}`),
  );
}

/** Statements stand at the beginning of a line (the formatter sees to it); calls anywhere. */
function importsOf(file: string, source: string): readonly Import[] {
  const imports = source.matchAll(/^import\b[^;=('"]*['"]([^'"\n]+)['"]/gm);
  const exports = source.matchAll(/^export\b[^;=('"]*\bfrom\s*['"]([^'"\n]+)['"]/gm);
  const calls = source.matchAll(/\b(?:import|require)\(\s*(?:['"]([^'"\n]+)['"])?/g);
  return [...imports, ...exports, ...calls].map(([, name = UNREADABLE]) => {
    const isOurs = name.startsWith('.');
    return { file, isOurs, what: isOurs ? posix.join(posix.dirname(file), name) : name };
  });
}

/** The files of ours that a file imports. */
function oursIn(file: string, source: string): readonly string[] {
  return importsOf(file, source).flatMap(({ what, isOurs }) => (isOurs ? [what] : []));
}

/** Each import that closes a circle, with the way that it closes. */
function circles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const follow = (file: string, way: readonly string[]): void => {
    const before = way.indexOf(file);
    if (before !== -1) found.push([...way.slice(before), file].join(' > '));
    if (before !== -1 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) follow(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) follow(file, []);
  return found;
}

function folderOf(file: string): string {
  const [top = '', next = ''] = file.split('/');
  return top === 'harness' ? `${top}/${next}` : top;
}

function floorOf(file: string): number {
  return floors.findIndex((folders) => folders.includes(folderOf(file)));
}

function isOneSuite(file: string): boolean {
  return /^suites\/[^/]+\//.test(file);
}

function suiteOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function isPackage(what: string, name: string): boolean {
  return what === name || what.startsWith(`${name}/`);
}

function isTest(file: string): boolean {
  return file.includes('.test.');
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/(^|[\\/])node_modules[\\/]/.test(name))
    .map((name) => posix.join(folder, name.split(sep).join('/')));
}
