import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, type TestContext, test } from 'vitest';
import type { Run } from '../harness/contracts/run.ts';
import { visible } from '../harness/text/visible.ts';
import { anyText } from './any-text.test.helper.ts';
import { nodesOf, read, rowsOf, tablesOf, textOf } from './markdown.test.helper.ts';
import { markdown } from './markdown.ts';
import { prose } from './markdown-text.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

/** Whatever the implementation uttered is text in Markdown, and nothing else. */

const options = { color: false, width: 80 };

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

test.each([
  [
    'Debian GNU/Linux 12 (bookworm), Linux 6.1.0, Node v20.19.0',
    'Debian GNU/Linux 12 (bookworm), Linux 6.1.0, Node v20.19.0',
  ],
  [
    'phone (version lines 2.1) was judged on 2010-02-01 (2 of 25)',
    'phone (version lines 2.1) was judged on 2010-02-01 (2 of 25)',
  ],
  [
    'it ended; its last line: "IndexError: list index out of range"',
    'it ended; its last line: `"IndexError: list index out of range"`',
  ],
  ['it ended; its last line: "IndexError: list index…', 'it ended; its last line: `"IndexError: list index…`'],
  ['1. first', '`1`. first'],
  ['2.1. first', '`2.1`. first'],
  ['17) first', '`17`) first'],
  ['in a/b#1 and A/b, owner/repo', 'in `a/b#1` and `A/b`, `owner/repo`'],
  ['at 192.0.2.20 in 2010-02-01T12:00', 'at `192.0.2.20` in `2010-02-01T12:00`'],
])('a sentence is divided by code no more than it must be: %s', (text, expected) => {
  expect(prose(text)).toBe(expected);
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
        ...['GNU/Linux', '2.1.0', 'v20.19.0', '2010-02-01', '17)', '12.'],
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
  const words = texts.map((text) => text.replaceAll(/\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z]+/g, ''));
  expect(words.filter((text) => /[^A-Za-z0-9 ()…,.;:'✗✓!?-]|[0-9a-f]{7}|:[a-z]|www/i.test(text))).toEqual([]);
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

test('the label of a case is one piece of code with its id', () => {
  expect(prose('failed: lines/server/idle-client[eight, silent] on phone')).toBe(
    'failed: `lines/server/idle-client[eight, silent]` on phone',
  );
});
