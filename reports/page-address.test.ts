import { expect, test } from 'vitest';
import { html } from './html/page.ts';
import { parsePage } from './html/parsed.test.helper.ts';
import { nodesOf, read } from './markdown.test.helper.ts';
import { markdown } from './markdown.ts';
import { isAddress } from './page-address.ts';
import { sampleCase, sampleRun } from './samples.ts';
import { table } from './table.ts';

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

test('the page of a requirement is linked to in html and markdown, and stands whole in a table that teaches', () => {
  expect(hrefs(page)).toContain(page);
  expect(links(page)).toEqual([page]);
  expect(table.render(runWith(page), { ...options, teaches: true })).toContain(`\n  page         ${page}\n`);
  expect(table.render(runWith(page), options)).not.toContain(page);
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
