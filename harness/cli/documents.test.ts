import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Nodes } from 'mdast';
import { describe, expect, test } from 'vitest';
import { nodesOf, read, rowsOf, tablesOf, textOf } from '../../reports/markdown.test.helper.ts';
import { allRequirements } from '../../suites/index.ts';
import { candidates } from './candidates.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The documents of the repository; fixtures/programs/README.md is held by the tests of those programs. */
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'suites/README.md',
  'suites/catalogue/README.md',
  'harness/README.md',
  'harness/frames/fast/README.md',
  'reports/README.md',
  'fixtures/mends/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Those that code cites by section. */
const cited = ['suites/README.md', 'harness/README.md', 'reports/README.md'];

/** Every file and folder of the checkout, from its top. */
const paths = new Set([
  ...readdirSync(root),
  ...['harness', 'suites', 'reports', 'fixtures', 'docs', '.ci'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => !/(^|[\\/])node_modules([\\/]|$)/.test(name))
      .map((name) => posix.join(folder, name.split(sep).join('/'))),
  ),
]);

const scripts = new Set<string>(Object.keys(JSON.parse(textAt('package.json')).scripts));

const sources = [...paths].filter((path) => /\.(ts|js|py)$/.test(path) && path !== 'harness/cli/documents.test.ts');

describe.each(documents)('%s', (document) => {
  const text = textAt(document);
  const nodes = nodesOf(read(text));

  test('links to what is there', () => {
    const links = nodes.flatMap((node) => (node.type === 'link' ? [node.url] : []));
    const local = links.filter((url) => !/^https?:/.test(url));

    expect(local.filter((url) => !isThere(document, url))).toEqual([]);
  });

  test('names files and folders that are there', () => {
    const spans = nodes.flatMap((node) => (node.type === 'inlineCode' ? [node.value] : []));

    expect(spans.filter(isPath).filter((path) => !isNamed(document, path))).toEqual([]);
  });

  test('types commands that are there, with flags that they have', async () => {
    expect(await unknownCommands(nodes)).toEqual([]);
  });

  test('names scripts of the package', () => {
    const named = [...text.matchAll(/\bnpm run ((?:--silent )?[\w:]+)/g)].map(([, name = '']) => name);

    expect(named.filter((name) => !scripts.has(name.replace('--silent ', '')))).toEqual([]);
  });
});

test('a command that is not there, and a flag, is noticed', async () => {
  const lines = [
    "sockspec run --exec 'a --b' --quick  # --c",
    'sockspec rum',
    'sockspec run --exce x',
    'sockspec tells',
  ];

  expect(await unknownCommands(nodesOf(read(`\`\`\`\n${lines.join('\n')}\n\`\`\``)))).toEqual([
    'rum',
    'run --exce x',
    'tells',
  ]);
});

test.each(cited)('no two sections of %s have one name: code cites them by it', (document) => {
  const names = sectionsOf(document);

  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('harness/README.md names every folder of the harness', () => {
  const spans = nodesOf(read(textAt('harness/README.md'))).flatMap((node) =>
    node.type === 'inlineCode' ? [node.value] : [],
  );
  const folders = readdirSync(join(root, 'harness'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

  expect(folders.length).toBeGreaterThan(10);
  expect(folders.filter(({ name }) => !spans.includes(`${name}/`))).toEqual([]);
});

test('the tables of requirements read as the requirements themselves', () => {
  const rows = tablesOf(read(textAt('suites/README.md')))
    .map(rowsOf)
    .filter(([head]) => head?.join() === 'id,level,source,observations,requirement')
    .flatMap(([, ...body]) => body);

  expect(rows.map(([id, level, , seen, text]) => [id, level, seen, text])).toEqual(
    allRequirements.map(({ id, level, seen, text }) => [id.split('/').at(-1), level, seen.join(', '), text]),
  );
});

test('code cites sections that are there', () => {
  const all = sources.flatMap((source) => citationsIn(textAt(source)).map((citation) => ({ source, ...citation })));

  expect(all.length).toBeGreaterThan(30);
  expect(all.filter(({ document, section }) => !sectionsOf(document).includes(section))).toEqual([]);
});

test('code cites no document that is not in the repository', () => {
  expect(sources.filter((source) => /\bSPEC\b|\bINTERFACE\b|\bDESIGN\.md/.test(textAt(source)))).toEqual([]);
});

test.each([
  ['suites/README.md', 'suites/*/requirements.ts', true],
  ['harness/README.md', 'engine/limits.ts', true],
  ['harness/README.md', 'engine/patience.ts', false],
  ['README.md', 'suites/<protocol>/requirements.ts', true],
  ['README.md', 'reports/text/', false],
  ['README.md', 'upload/server', undefined],
  ['README.md', 'phone.yaml', undefined],
])('in %s, %s is a path that is there: %s', (document, span, expected) => {
  expect(isPath(span) ? isNamed(document, span) : undefined).toBe(expected);
});

test('a link is there with its section', () => {
  expect(isThere('reports/README.md', '../suites/README.md#verdicts')).toBe(true);
  expect(isThere('reports/README.md', '#exit-status')).toBe(true);
  expect(isThere('reports/README.md', '../suites/README.md#no-such-section')).toBe(false);
  expect(isThere('reports/README.md', 'suites/README.md')).toBe(false);
});

/** The flags of each command, which takes a while to tell them. */
const flagsOf = new Map<string, readonly string[]>();

/** Lines of which sockspec has no such command, or the command no such flag. */
async function unknownCommands(nodes: readonly Nodes[]): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const line of commandsIn(nodes)) {
    const [command = '', ...words] = line.split(/[\s;|&)]+/);
    const known = flagsOf.get(command) ?? (await candidates([command, '--']));
    flagsOf.set(command, known);
    const flags = words.flatMap((word) => /^--[a-z-]+/.exec(word) ?? []);
    if (known.length === 0 || flags.some((flag) => !known.includes(flag))) unknown.push(line);
  }
  return unknown;
}

/** What stands behind `sockspec` in blocks and spans of code, without comments and quoted words. */
function commandsIn(nodes: readonly Nodes[]): readonly string[] {
  const code = nodes.flatMap((node) =>
    node.type === 'code' || node.type === 'inlineCode' ? node.value.split('\n') : [],
  );
  return code
    .map((line) => line.replace(/'[^']*'|"[^"]*"/g, '').replace(/\s+#.*/, ''))
    .flatMap((line) => /^(?:source <\()?(?:npx )?sockspec ([a-z].*)/.exec(line)?.[1] ?? []);
}

/** Whether a span of code is meant as a path of the checkout: what a user names, and ids of requirements, are not. */
function isPath(span: string): boolean {
  if (!/^[\w./*<>-]+$/.test(span) || span.startsWith('dist/')) return false;
  return (
    /^(harness|suites|reports|fixtures|\.ci)\//.test(span) ||
    /^(\.\.\/)*[\w-][^*]*\.(ts|md)$/.test(span) ||
    span.endsWith('/')
  );
}

/** Paths are from the top of the checkout, or from the folder of the document. */
function isNamed(document: string, span: string): boolean {
  const path = span.replace(/\/$/, '').replace(/<\w+>/g, '*');
  return [path, posix.join(posix.dirname(document), path)].some(matches);
}

function matches(path: string): boolean {
  if (!path.includes('*')) return paths.has(path);
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`);
  return [...paths].some((one) => pattern.test(one));
}

function isThere(document: string, url: string): boolean {
  const [file = '', anchor] = url.split('#');
  const target = file === '' ? document : posix.join(posix.dirname(document), file).replace(/\/$/, '');
  if (!paths.has(target)) return false;
  return anchor === undefined || sectionsOf(target).some((section) => slugOf(section) === anchor);
}

/** As GitHub makes the anchor of a heading. */
function slugOf(section: string): string {
  return section
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

const sections = new Map<string, readonly string[]>();

function sectionsOf(document: string): readonly string[] {
  const found = sections.get(document) ?? nodesOf(read(textAt(document)), 'heading').map(textOf);
  sections.set(document, found);
  return found;
}

/** Citations may go on in the next line of a comment. */
function citationsIn(source: string): readonly { readonly document: string; readonly section: string }[] {
  const text = source.replace(/\n\s*(\*|\/\/|#) ?/g, ' ');
  return [...text.matchAll(/\b((?:suites|harness|reports)\/README\.md), "([^"]+)"/g)].map(
    ([, document = '', section = '']) => ({ document, section }),
  );
}

function textAt(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
