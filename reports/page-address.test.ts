import { expect, test } from 'vitest';
import { csv } from './csv.ts';
import { github } from './github.ts';
import { gradescope } from './gradescope.ts';
import { html } from './html/page.ts';
import { parsePage } from './html/parsed.test.helper.ts';
import { nodesOf, read } from './markdown.test.helper.ts';
import { markdown } from './markdown.ts';
import { isAddress } from './page-address.ts';
import { sampleCase, sampleRun } from './samples.ts';
import { statement } from './statement/statement.ts';
import { table } from './table.ts';
import { tap } from './tap.ts';

const options = { color: false, width: 80 };
const requirement = 'upload/server/size-is-four-octets';
const page = `https://example.org/a-repository-of-ours/blob/HEAD/docs/requirements/${requirement}.md`;

function runWith(address: string | undefined) {
  const failed = { requirement, verdict: 'fail', mend: 'Read four octets.', failure: 'It reads a line.' } as const;
  return sampleRun({ cases: [sampleCase({ ...failed, ...(address === undefined ? {} : { page: address }) })] });
}

function hrefs(address: string | undefined): readonly string[] {
  const { attributes } = parsePage(html.render(runWith(address), options));
  return attributes.filter(({ name }) => name === 'href').map(({ value }) => value);
}

function links(address: string | undefined): readonly string[] {
  return nodesOf(read(markdown.render(runWith(address), options))).flatMap((node) =>
    node.type === 'link' ? [node.url] : [],
  );
}

test('the page of a requirement is linked to in html and markdown', () => {
  expect(hrefs(page)).toContain(page);
  expect(links(page)).toEqual([page]);
});

test('where a failure is told, and in a spreadsheet, the page stands whole', () => {
  expect(table.render(runWith(page), options)).toContain(`\n  page         ${page}\n`);
  expect(tap.render(runWith(page), options)).toContain(`\n  page: "${page}"\n`);
  expect(csv.render(runWith(page), options)).toMatch(new RegExp(`,page\\n.*,${page}\\n$`));
  expect(github.render(runWith(page), options)).toContain(`%0Amore about it: ${page}%0A`);
  expect(gradescope.render(runWith(page), options)).toContain(`\\nmore about it: ${page}\\n`);
  expect(statement.byEnding?.html?.(runWith(page), options) ?? '').toContain(page);
});

test('where there is no page, nothing leads to one', () => {
  expect(hrefs(undefined).filter((href) => !href.startsWith('#'))).toEqual([]);
  expect(links(undefined)).toEqual([]);
  expect(table.render(runWith(undefined), { ...options, teaches: true })).not.toMatch(/^ {2}page/m);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'JAVASCRIPT:x',
  'https://example.org/"onload="x',
  'https://example.org/) [x](y',
  'https://example.org/a b',
  'https://example.org/<b>',
  '\u001b]8;;x',
  '',
])('a saved run leads nobody to %j', (address) => {
  expect(isAddress(address)).toBe(false);
  expect(hrefs(address).filter((href) => !href.startsWith('#'))).toEqual([]);
  expect(links(address)).toEqual([]);
  expect(table.render(runWith(address), { ...options, teaches: true })).not.toMatch(/^ {2}page/m);
});

test.each([
  'https://example.org/docs/',
  'http://127.0.0.1:8000/x?raw=1',
  'file:///srv/docs',
  'docs/requirements/',
  '../docs',
  '/docs',
])('reports may link to %s', (address) => {
  expect(isAddress(address)).toBe(true);
});
