import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import type { Nodes, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, type TestContext, test } from 'vitest';
import type { Run } from '../harness/contracts/run.ts';
import { anyText } from './any-text.test.helper.ts';
import { markdown, markdownWithin } from './markdown.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';
import { visible } from './visible.ts';

const options = { color: false, width: 80 };

test('the outcome comes first, then the counts as the table tells them', () => {
  expect(markdown.render(sampleRuns.mixed, options).split('\n').slice(0, 9)).toEqual([
    '## sockspec: error',
    '',
    'the harness failed in 1 case; 2 MUSTs failed',
    '',
    '3 pass, 2 fail, 1 warning, 2 inconclusive, 1 not-applicable, 1 error, 1 flaky, 2 MUSTs not concluded',
    '',
    '10 cases, 8 requirements, 3.2 s, seed 7',
    '',
    '### `upload/server` on `phone` (address, `192.0.2.20:54321`)',
  ]);
});

test('an incomplete run says so above its table', () => {
  expect(markdown.render(sampleRuns.incomplete, options)).toMatch(
    /\n\n> incomplete: the run ended before .*\n\n### `upload/,
  );
});

test('a requirement is a row of the table of its suite and target', () => {
  const [table] = tablesOf(read(markdown.render(sampleRuns.mixed, options)));

  expect(rowsOf(table).slice(0, 4)).toEqual([
    ['requirement', 'level', 'cases', 'verdict', 'reason'],
    ['stores-contents-exactly', 'MUST', '2', '✓ pass', ''],
    [
      'size-is-four-octets',
      'MUST',
      '1/2',
      '✗ fail',
      'expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
    ],
    [
      'header-octet-by-octet',
      'MUST',
      '0/1',
      '✗ fail',
      'flaky: expected the file to be stored each time, seen 2 of 3 times',
    ],
  ]);
});

test('every suite and target has its heading, a table or a word why there is none', () => {
  const root = read(markdown.render(sampleRuns.severalTargets, options));

  expect(nodesOf(root, 'heading').map(textOf)).toEqual([
    'sockspec: nonconformant',
    'upload/server on phone (address, 192.0.2.20:54321)',
    'fortune/client on pc (exec, python3 fortune.py {host} {port})',
    'lines/server on idle (reference, 127.0.0.1)',
    'frames on pc (exec, python3 fortune.py {host} {port})',
  ]);
  expect(tablesOf(root)).toHaveLength(3);
  expect(nodesOf(root, 'paragraph').map(textOf)).toContain('no case was run');
});

test('a failure has its fields, its exchange, and the command that reproduces it', () => {
  const root = read(markdown.render(sampleRuns.mixed, options));
  const [, , failed] = sampleRuns.mixed.cases;
  const [exchange, command] = nodesOf(root, 'code');

  expect(nodesOf(root, 'listItem').slice(0, 5).map(textOf)).toEqual([
    'requirement: The size is four octets, big endian, and any of them may be 0x0A. (MUST, tutorial, chapter on uploads)',
    'expected: a.txt, 2560 octets',
    'seen: no file',
    'reason: expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
    'note: the cut between the two segments could not be proven',
  ]);
  expect(textOf(exchange)).toMatch(/^ {3}0\.0 ms {2}#1 {2}harness {2}connect\n.*\n2005\.0 ms .* status 1$/s);
  expect(command).toMatchObject({ lang: 'sh', value: failed?.reproduce });
});

test('a known failure is marked as one, with what is known of it', () => {
  const cases = [sampleCase({ verdict: 'fail', reason: 'no file', known: 'ticket #7' })];
  const text = markdown.render(sampleRun({ cases }), options);

  expect(text).toContain('0 pass, 1 fail, 1 known failure, 0 MUSTs not concluded');
  expect(text).toContain('| known (ticket `#7`): no file |');
  expect(text).toContain('<summary>✗ fail, known <code>');
  expect(text).toContain('- **known**: ticket `#7`\n');
});

test('of one requirement the gravest three are told, and the rest are named', () => {
  const text = markdown.render(sampleRuns.manyOfOne, options);

  expect(text.match(/<details>/g)).toHaveLength(3);
  expect(text).toContain(
    '… and 8 more of the same requirement: `upload/server/header-split-anywhere[5]`, `upload/server/header-split-anywhere[6]`',
  );
});

test.each([
  ['needs --store DIR or --fetch COMMAND', 'needs `--store` DIR or `--fetch` COMMAND'],
  ['expected a.txt, found "could not find it"', 'expected `a.txt`, found `"could not find it"`'],
  ['see www.example.com', 'see `www.example.com`'],
  ['thanks @octocat, closes #1', 'thanks `@octocat`, closes `#1`'],
  ['great :tada: GH-1 octo/repo#1', 'great `:tada`: `GH-1 octo/repo#1`'],
  ['commit deadbeef or 1234567', 'commit `deadbeef` or `1234567`'],
  ['a  b', '`a  b`'],
  ['one `tick` two', 'one `` `tick` `` two'],
  [' @a ', '`  @a  `'],
  ['1. or 2) but (three), 4, 5.25; 6:', '`1`. or `2`) but (three), 4, 5.25; 6:'],
  ['1 MUST failed (a/b/c), x(), f(x) (--exec).', '1 MUST failed (`a/b/c`), `x()`, `f(x) (--exec)`.'],
])('plain words stay as they are, all else is code: %s', (reason, shown) => {
  const text = markdown.render(sampleRun({ cases: [sampleCase({ verdict: 'fail', reason })] }), options);

  expect(text).toContain(`| ${shown} |\n`);
  expect(text).toContain(`- **reason**: ${shown}\n`);
});

test('a bar is text in a cell, even behind a backslash', () => {
  const cases = [sampleCase({ verdict: 'fail', reason: 'a|b c\\|d ||' })];
  const root = read(markdown.render(sampleRun({ cases }), options));

  expect(rowsOf(tablesOf(root)[0])[1]?.[4]).toBe('a|b c\\\\x7Cd ||');
  expect(nodesOf(root, 'listItem').map(textOf)).toContain('reason: a|b c\\|d ||');
});

test.each(Object.entries(sampleRuns))('the Markdown of the %s run has only what we put into it', (_, run) => {
  expectTold(run);
});

test.each([
  ...[
    '```',
    '````',
    '``` x',
    '</details>',
    '<!--',
    '|',
    '\\|',
    '\\',
    '# x',
    '- x',
    '1. x',
    '> x',
    '---',
    '===',
    '[x]: y',
  ],
  ...['', ' ', '@octocat', '#1', 'http://a.b', 'a@b.cd', '/close'],
])('text that looks like Markdown is text: %s', (text) => {
  expectTold(runOf([text]));
});

test('whatever the implementation uttered, the Markdown has it as text', () => {
  fc.assert(fc.property(fc.oneof(anyText, markdownText), (text) => expectTold(runOf([text]))));
});

test("whatever the implementation uttered, GitHub's own reader has it as text", (context) => {
  needsCmark(context);
  fc.assert(
    fc.property(fc.array(fc.oneof(anyText, markdownText), { minLength: 50, maxLength: 100 }), (texts) => {
      const html = cmark(markdown.render(runOf(texts), options));
      const tags = [...html.matchAll(/<\/?([a-z0-9]+)[^>]*>/g)].map(([, tag = '']) => tag);
      const cells = [...html.matchAll(/<td>(.*)<\/td>/g)].map(([, cell = '']) => unescaped(cell));

      expect([...new Set(tags)].filter((tag) => !OURS.has(tag))).toEqual([]);
      expect(html.match(/<details>/g)).toHaveLength(texts.length);
      expect(cells.filter((_cell, index) => index % 4 === 3)).toEqual(texts.map(inCell));
    }),
    { numRuns: 10 },
  );
});

test('a report is cut between blocks, says so, and keeps its limit', () => {
  const whole = markdown.render(sampleRuns.mixed, options);
  const octets = Buffer.byteLength(whole);

  expect(markdownWithin(sampleRuns.mixed, octets)).toBe(whole);
  for (let room = 0; room < octets; room += 17) {
    const cut = markdownWithin(sampleRuns.mixed, room);
    const { missing } =
      /\n\n> cut: (?<missing>\d) of the 6 parts of this report are missing, .*\n$/.exec(cut)?.groups ?? {};

    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(room);
    if (cut === '') expect(room).toBeLessThan(400);
    else expect(whole.startsWith(cut.slice(0, cut.lastIndexOf('> cut')))).toBe(true);
    if (cut !== '') expect(cut.match(/<\/details>|^### |^## /gm)).toHaveLength(6 - Number(missing));
  }
});

/** Text in the letters of Markdown and of what GitHub and GitLab find in it, which chance alone would not find. */
const markdownText = fc
  .array(
    fc.constantFrom(
      ...[
        '`',
        '``',
        '```',
        '~~~',
        '|',
        '\\',
        '\\|',
        ' ',
        '  ',
        '"',
        '*',
        '**',
        '_',
        '~~',
        '<b>',
        '</code>',
        '</details>',
      ],
      ...[
        '<!--',
        '-->',
        '&amp;',
        '&#64;',
        '[x](y)',
        '![x](y)',
        '[^1]',
        '[x]: y',
        '# ',
        '- ',
        '1. ',
        '> ',
        '---',
        '===',
      ],
      ...[
        '@octocat',
        '#1',
        '!1',
        'GH-1',
        'a/b#1',
        ':tada:',
        'http://a.b',
        'www.a.bc',
        'a@b.cd',
        'deadbeef',
        '$x$',
        'word',
      ],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Elements that a report is made of. */
const OURS = new Set('h2 h3 p table thead tbody tr th td code pre ul li strong details summary blockquote'.split(' '));

const runOf = (texts: readonly string[]) =>
  sampleRun({
    targets: [],
    conclusion: texts[0] ?? '',
    cases: texts.map((text, index) => ({
      ...sampleCase({ requirement: `upload/server/r${index}`, verdict: 'fail' }),
      ...{
        id: text,
        target: texts[0] ?? '',
        reason: text,
        expected: text,
        seen: text,
        notes: [text],
        text,
        source: text,
      },
      ...{ reproduce: text, evidence: [{ t: 0, who: 'iut', what: 'output', text } as const] },
    })),
  });

/** A commenter's reading: nothing but our own elements, plain words outside of code, and every text told. */
function expectTold(run: Run): void {
  const root = read(markdown.render(run, options));
  const texts = nodesOf(root, 'text')
    .map(textOf)
    .filter((text) => !/^\d+\/\d+$/.test(text));
  const failing = run.cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'warning' || verdict === 'error');
  const told = failing.length > 3 ? [] : failing;

  expect([...new Set(nodesOf(root).map(({ type }) => type))].filter((type) => !NODES.has(type))).toEqual([]);
  expect(texts.filter((text) => /[^A-Za-z0-9 ()…,.;:'✗✓!?-]|[0-9a-f]{7}|:[a-z]|www/i.test(text))).toEqual([]);
  for (const html of nodesOf(root, 'html').map(textOf))
    expect(html).toMatch(
      /^<details>\n<summary>[✗✓!] [a-z]+(, flaky)? <code>[^<>]*<\/code> on <code>[^<>]*<\/code><\/summary>$|^<\/details>$/,
    );
  for (const table of tablesOf(root)) expect(rowsOf(table).every((row) => row.length === 5)).toBe(true);
  expect(nodesOf(root, 'list').filter((list) => 'ordered' in list && list.ordered)).toEqual([]);
  expect(nodesOf(root, 'tableRow')).toHaveLength(
    tablesOf(root).length + new Set(run.cases.map(({ requirement, target }) => `${requirement} ${target}`)).size,
  );
  for (const { id, reason, reproduce } of told) {
    expect(
      nodesOf(root, 'html')
        .map((node) => unescaped(textOf(node)))
        .join('\n'),
    ).toContain(visible(id));
    expect(nodesOf(root, 'code').map(textOf)).toContain(visible(reproduce));
    if (reason !== '') expect(nodesOf(root, 'listItem').map(textOf)).toContain(`reason: ${visible(reason)}`);
    expect(
      tablesOf(root)
        .flatMap(rowsOf)
        .map((row) => row[4]?.replace(/^flaky: /, '')),
    ).toContain(inCell(reason));
  }
}

/** Kinds of nodes that a report is made of. */
const NODES = new Set(
  'root heading paragraph text inlineCode table tableRow tableCell list listItem strong html code blockquote'.split(
    ' ',
  ),
);

function read(text: string): Nodes {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function nodesOf(node: Nodes, type?: Nodes['type']): readonly Nodes[] {
  const below = 'children' in node ? node.children.flatMap((child) => nodesOf(child, type)) : [];
  return type === undefined || node.type === type ? [node, ...below] : below;
}

function tablesOf(root: Nodes): readonly Table[] {
  return nodesOf(root).filter((node) => node.type === 'table');
}

function rowsOf(table: Table | undefined): readonly (readonly string[])[] {
  return (table?.children ?? []).map((row) => row.children.map(textOf));
}

function textOf(node: Nodes | undefined): string {
  if (node === undefined) return '';
  return 'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';
}

/** A cell tells no bar behind a backslash: readers disagree on it. */
function inCell(text: string): string {
  return visible(text).replaceAll('\\|', '\\\\x7C');
}

function cmark(text: string): string {
  const extensions = ['table', 'autolink', 'strikethrough', 'tagfilter', 'tasklist', 'footnotes'].flatMap((name) => [
    '-e',
    name,
  ]);
  return spawnSync('cmark-gfm', ['--unsafe', ...extensions], { input: text, encoding: 'utf8' }).stdout;
}

function needsCmark(context: TestContext): void {
  if (spawnSync('cmark-gfm', ['--version'], { stdio: 'ignore' }).error === undefined) return;
  if (process.env.CI !== undefined) throw new Error('CI needs cmark-gfm');
  context.skip('needs cmark-gfm');
}

/** The text of an element that has no elements but code. */
function unescaped(html: string): string {
  return html
    .replaceAll(/<\/?code>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
