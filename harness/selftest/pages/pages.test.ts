import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { nodesOf, read } from '../../../reports/markdown.test.helper.ts';
import { suites } from '../../../suites/index.ts';
import { laws } from '../../../suites/laws/requirements.ts';
import { PAGES_FOLDER } from '../../../suites/requirement-page.ts';
import { repository } from '../places.ts';
import { requirementPages } from './pages.ts';

let pages: ReadonlyMap<string, string> = new Map();
/** What Markdown makes of each page, without its blocks of code, which are most of it. */
let nodes: ReadonlyMap<string, ReturnType<typeof nodesOf>> = new Map();

beforeAll(async () => {
  pages = await requirementPages();
  nodes = new Map([...pages].map(([path, text]) => [path, nodesOf(read(text.replace(/^```[\s\S]*?^```$/gm, '')))]));
}, 120_000);

test('the pages of requirements and laws are those of the tables: npm run docs', () => {
  const folder = join(repository, PAGES_FOLDER);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.split(sep).join('/'));

  expect(files.toSorted()).toEqual([...pages.keys()].toSorted());
  const drifted = [...pages].filter(([path, text]) => readFileSync(join(folder, path), 'utf8') !== text);
  expect(drifted.map(([path]) => path)).toEqual([]);
});

test('there is a page for every requirement and every law, and the index leads to each', () => {
  const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id));
  const wanted = [...ids.map((id) => `${id}.md`), ...new Set(laws.map(({ id }) => `laws/${id}.md`))];

  expect([...pages.keys()].toSorted()).toEqual([...wanted, 'README.md'].toSorted());
  expect(linksOf('README.md').toSorted()).toEqual(wanted.toSorted());
});

test('each link of a page leads to a page, or to a file of the repository', () => {
  const broken = [...pages.keys()].flatMap((page) => {
    const ends = linksOf(page).map((url) => posix.join(posix.dirname(page), url.replace(/#.*/, '')));
    return ends
      .filter((end) => !pages.has(end) && !existsSync(join(repository, PAGES_FOLDER, end)))
      .map((end) => [page, end]);
  });

  expect(broken).toEqual([]);
});

test('a page says how a requirement is provoked, what its failure means, and how it is mended', () => {
  const page = pages.get('upload/server/size-is-four-octets.md') ?? '';

  expect(page).toContain('The harness uploads files of 10, 2,560 and 655,360 octets');
  expect(page).toContain('Cases: `10`, `2560`, `655360`, `167772160`.');
  expect(page).toContain('reads the size up to a newline');
  expect(page).toContain('[size-is-big-endian](size-is-big-endian.md)');
  expect(page).toContain('- `newline-ends-size`: reads the size up to the next 0x0A');
  expect(page).toContain('- `upload_newline_size.py`: ');
  expect([...page.matchAll(/^<summary>(.*)<\/summary>$/gm)].map(([, name]) => name)).toEqual([
    'Python',
    'C',
    'Java',
    'Go',
    'Node',
  ]);
});

test('a law of streams and its namesake of datagrams are told on one page, each with what is right', () => {
  const page = pages.get('laws/server/surplus.md') ?? '';
  const [, streams = '', datagrams = ''] = page.split(/^## Over /m);

  expect(streams).toMatch(/^TCP\n\n> Octets behind the last message do not cost its answer\./);
  expect(datagrams).toMatch(/^UDP\n\n> A datagram that goes on behind its message is not accepted/);
  expect(datagrams).toContain('### What is right\n\n- no accepting reply');
  expect(datagrams).toContain('`ask_server_mistakes.py ');
});

test('each mistake that the page of a law names is one of the program that it names', () => {
  const named = [...pages.values()].flatMap((page) => [...page.matchAll(/^- `(\w+_mistakes\.py) ([\w-]+)`$/gm)]);
  // What is wrong with the framing of log is what is wrong with that of kv.
  const textOf = (file: string): string =>
    [file, ...(file.startsWith('log_') ? ['kv_server_mistakes.py'] : [])]
      .map((one) => join(repository, 'fixtures/protocols', one))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
  const unknown = named.filter(([, file = '', name = '']) => !textOf(file).includes(`@mistake('${name}')`));

  expect(named.length).toBeGreaterThan(100);
  expect(unknown.map(([line]) => line)).toEqual([]);
});

test('no text of a requirement passes for markup', () => {
  const foreign = [...nodes].filter(([, of]) => of.some(({ type, ...node }) => type === 'html' && !isOurs(node)));

  expect(foreign.map(([path]) => path)).toEqual([]);
});

/** The HTML that pages are folded with. */
function isOurs(node: object): boolean {
  return (
    'value' in node &&
    /^(<!-- Made by npm run docs\. -->|<details>\n<summary>\w+<\/summary>|<\/details>)$/.test(String(node.value))
  );
}

function linksOf(page: string): readonly string[] {
  return (nodes.get(page) ?? []).flatMap((node) => (node.type === 'link' ? [node.url] : []));
}
