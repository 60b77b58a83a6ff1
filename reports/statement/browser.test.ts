import { test as everyTurn, expect } from 'vitest';
import type { Run } from '../../harness/contracts/run.ts';
import { takingTurns } from '../../harness/selftest/taking-turns.test.helper.ts';
import { badge } from '../badge.ts';
import { background, type OpenPage, useBrowser, violationsIn } from '../html/browser.test.helper.ts';
import { ATTACKS, uttering } from '../html/uttering.test.helper.ts';
import { sampleCase, sampleRuns, statedRun } from '../samples.ts';
import { statement } from './statement.ts';

const test = takingTurns(everyTurn);

const open = useBrowser();

/** What a customer is handed, as a browser shows it: a statement, and a badge. */

const stated = (run: Run): string => statement.byEnding?.html?.(run, { color: false, width: 80 }) ?? '';

const outside =
  '[...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 80))';

test.each(
  ([360, 800, 1400] as const).flatMap((width) =>
    [
      { name: 'stated', run: statedRun },
      { name: 'mixed', run: sampleRuns.mixed },
      { name: 'hostile', run: sampleRuns.hostile },
    ].map((one) => ({ width, ...one })),
  ),
)('a statement of the $name run fits $width px, and asks for nothing', async ({ width, run }) => {
  const { page, said, requests } = await open(stated(run), { width, height: 900 });

  const narrowest = await page.evaluate(
    'Math.min(...[...document.querySelectorAll("tbody :is(th, td)")].map((one) => one.getBoundingClientRect().width))',
  );

  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  expect(await page.evaluate(outside)).toEqual([]);
  expect(narrowest).toBeGreaterThan(80);
  expect({ said, requests }).toEqual({ said: [], requests: [] });
});

test.each([
  ['light', 1400],
  ['light', 360],
  ['dark', 1400],
  ['dark', 360],
] as const)('a statement keeps nobody out: %s, %i px', async (colorScheme, width) => {
  for (const run of [statedRun, sampleRuns.mixed]) {
    const { page } = await open(stated(run), { width, colorScheme });

    expect(await violationsIn(page)).toEqual([]);
  }
});

test.each([960, 1000, 1280])('no name is broken within a word in a statement of %i px', async (width) => {
  const [target] = statedRun.targets;
  const requirement = 'multicast/receiver/takes-each-datagram';
  const run: Run = {
    ...statedRun,
    targets: target === undefined ? [] : [{ ...target, protocol: 'multicast', role: 'receiver' }],
    cases: [sampleCase({ requirement, verdict: 'inconclusive', reason: 'needs --output' }), ...statedRun.cases],
  };
  const { page } = await open(stated(run), { width, height: 740 });

  expect(await brokenWords(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
});

/** Words of the names of rows and suites that stand on two lines; behind a bar, a point or a hyphen a line may end. */
function brokenWords(page: OpenPage['page']): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('tbody th, td[data-label="suite"]')].flatMap((cell) => {
    const text = cell.querySelector('code') === null ? cell.firstChild : null;
    return [...(text?.data ?? '').matchAll(/[a-z0-9]+/gi)].filter(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return range.getClientRects().length > 1;
    }).map(([word]) => word);
  })`);
}

test('a printed statement is black on white, has its head on its first page, and begins three more', async () => {
  const { page } = await open(stated(statedRun), { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const breaks = await page.evaluate(
    '[...document.querySelectorAll("section")].map((one) => getComputedStyle(one).breakBefore)',
  );
  const pdf = await page.pdf({ format: 'A4' });

  expect(breaks).toEqual(['auto', 'auto', 'page', 'page', 'page']);
  expect(await background(page)).toBe('rgb(255, 255, 255)');
  expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(4);
});

test.each(ATTACKS)('%s is text in a statement', async (attack) => {
  const { page, said, requests } = await open(stated(uttering(attack)));

  expect(await page.title()).toBe('Statement of conformance');
  expect(await page.locator('body').innerText()).toContain(attack);
  expect({ said, requests }).toEqual({ said: [], requests: [] });
});

test('a badge is a picture with a name, whose words fit it', async () => {
  const text = badge.render(statedRun, { color: false, width: 80 });
  const page = `<!DOCTYPE html><html lang="en"><title>badge</title><main><h1>badge</h1>${text}</main></html>`;
  const opened = await open(page);
  const fits = await opened.page.evaluate(
    '[...document.querySelectorAll("svg text")].map((one) => one.getBoundingClientRect().right <= document.querySelector("svg").getBoundingClientRect().right)',
  );

  expect(await opened.page.getByRole('img', { name: 'sockspec: conformant, in part, 1 open, 1 known' }).count()).toBe(
    1,
  );
  expect(await violationsIn(opened.page)).toEqual([]);
  expect(fits).toEqual([true, true]);
  expect(opened.requests).toEqual([]);
});
