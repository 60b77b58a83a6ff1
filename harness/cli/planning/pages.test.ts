import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { sampleCase } from '../../../reports/samples.ts';
import { knowSuites } from '../../../suites/index.ts';
import { PAGES_FOLDER, pageOf } from '../../../suites/requirement-page.ts';
import { useProtocols } from '../files/protocols.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, runReport } from '../shell.test.helper.ts';
import { withPages } from './pages.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const BASE = 'https://example.org/docs/';

afterEach(() => knowSuites([]));

function pageFor(requirement: string, saved?: string): string | undefined {
  const [one] = withPages([sampleCase({ requirement, ...(saved === undefined ? {} : { page: saved }) })], BASE);
  return one?.page;
}

test('a requirement has its page, one of a described protocol that of its law, one of an own suite none', async () => {
  await useProtocols({ files: [], patterns: ['memcached/server'] });

  for (const page of ['upload/server/size-is-four-octets.md', 'frames/igmp-join.md', 'laws/server/cut-anywhere.md'])
    expect(existsSync(join(root, PAGES_FOLDER, page))).toBe(true);
  expect(pageFor('upload/server/size-is-four-octets')).toBe(`${BASE}upload/server/size-is-four-octets.md`);
  expect(pageFor('frames/igmp-join')).toBe(`${BASE}frames/igmp-join.md`);
  expect(pageFor('memcached/server/cut-anywhere')).toBe(`${BASE}laws/server/cut-anywhere.md`);
  expect(pageOf({ file: 'tickets.suite.mjs' }, 'tickets/server/done-once')).toBeUndefined();
});

test('a saved case of a described protocol finds its law without the description; one without a page gets none', () => {
  expect(pageFor('kv/server/cut-anywhere', 'elsewhere/laws/server/cut-anywhere.md')).toBe(
    `${BASE}laws/server/cut-anywhere.md`,
  );
  expect(pageFor('tickets/server/done-once')).toBeUndefined();
});

test('where no base is known, cases keep what they have', () => {
  const cases = [sampleCase({ page: 'https://example.org/saved.md' }), sampleCase()];

  expect(withPages(cases, undefined)).toEqual(cases);
});

test('run and report say where pages are, a flag before a profile; what is no address is refused', {
  timeout: 120_000,
}, async () => {
  const only = 'fortune/server/speaks-first';
  const dir = folder();
  const [file, profile] = [join(dir, 'run.json'), join(dir, 'profile.json')];
  const target = { suite: 'fortune/server', reference: 'fortune' };
  writeFileSync(profile, JSON.stringify({ targets: [target], only: [only], docsBase: 'https://example.org/profile' }));

  const { run } = await runReport(['--profile', profile, '--report', `json=${file}`]);
  expect(run.cases.map(({ page }) => page)).toEqual([`https://example.org/profile/${only}.md`]);
  const flagged = await runReport(['--profile', profile, '--docs-base', '../docs']);
  expect(flagged.run.cases.map(({ page }) => page)).toEqual([`../docs/${only}.md`]);

  const again = async (...words: readonly string[]) => inProcess(['report', file, '--report', 'json', ...words]);
  const pagesOf = (text: string) => readRun(text, 'report').cases.map(({ page }) => page);
  expect(pagesOf((await again()).stdout)).toEqual([`https://example.org/profile/${only}.md`]);
  expect(pagesOf((await again('--docs-base', BASE)).stdout)).toEqual([`${BASE}${only}.md`]);
  expect(await again('--docs-base', 'javascript:x')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--docs-base: expected the address'),
  });
});
