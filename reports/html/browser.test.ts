import type { Page } from 'playwright-core';
import { test as everyTurn, expect } from 'vitest';
import type { Run } from '../../harness/contracts/run.ts';
import { takingTurns } from '../../harness/selftest/taking-turns.test.helper.ts';
import { sampleCase, sampleRun, sampleRuns } from '../samples.ts';
import { background, useBrowser, violationsIn } from './browser.test.helper.ts';
import { html } from './page.ts';
import { ATTACKS, UTTERANCES, uttering } from './uttering.test.helper.ts';

const test = takingTurns(everyTurn);

const open = useBrowser();
const phone = { width: 360, height: 740 };

test.each(Object.entries(sampleRuns))(
  'the page of the %s run runs without a complaint, asks for nothing, and fits a phone',
  async (_, run) => {
    const { page, said, requests } = await open(rendered(run), phone);
    await openAll(page, run);

    expect(said).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width);
  },
);

test.each(ATTACKS)('%s is shown as it is, wherever it stands', async (attack) => {
  const { page, said, requests } = await open(rendered(uttering(attack)));
  await openAll(page, sampleRuns.mixed);

  expect(await page.title()).toBe(`nonconformant: ${attack} (sockspec)`);
  expect((await page.locator('body').innerText()).split(attack).length - 1).toBe(UTTERANCES + 1);
  expect({ said, requests }).toEqual({ said: [], requests: [] });
});

test('the hostile run shows its text with escapes', async () => {
  const { page } = await open(rendered(sampleRuns.hostile));

  expect(await page.locator('.conclusion').innerText()).toBe(
    '\\x1B]0;owned\\x07\\x1B[2J\\x0D\\x0A\\u{202E}gnp.exe\\u{2066} \\x9B31m \\u{D800} \\u{FFFE} <b>&lt;&x;]]></b> \\x00',
  );
});

/** What would happen if markup got through, on a page with and without its policy. */
const SMUGGLED =
  '<img src="file:///no-such-file.png"><script>document.title = "owned"</script><b style="color: red">b</b>';
const smuggled = (text: string) => text.replace('</header>', `${SMUGGLED}</header>`);

test('markup that got through would run nothing, load nothing and style nothing, by the policy of the page', async () => {
  const { page, said, failed } = await open(smuggled(rendered(sampleRuns.mixed)));

  expect(await page.title()).toBe('error: phone (sockspec)');
  expect(failed).toEqual(['file:///no-such-file.png: csp']);
  expect(said.map((line) => /directive:? ["']([a-z]+-src)/.exec(line)?.[1] ?? line).sort()).toEqual([
    'default-src',
    'script-src',
    'style-src',
  ]);
});

test('without the policy it would', async () => {
  const text = smuggled(rendered(sampleRuns.mixed)).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  const { page, failed } = await open(text);

  expect(await page.title()).toBe('owned');
  expect(failed).toEqual(['file:///no-such-file.png: net::ERR_FILE_NOT_FOUND']);
});

/** A requirement whose failed case hides behind an error, and one whose two targets differ. */
const several = sampleRun({
  ...sampleRuns.severalTargets,
  cases: [
    ...sampleRuns.mixed.cases,
    sampleCase({ requirement: 'upload/server/reset-survived', id: 'upload/server/reset-survived[2]', verdict: 'fail' }),
    sampleCase({ requirement: 'upload/server/reset-survived', target: 'pc', reason: 'the phone did not' }),
    sampleCase({ requirement: 'frames/igmp-join', target: 'pc', verdict: 'inconclusive', reason: 'needs --capture' }),
  ],
});

const choices: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['error', ['reset-survived']],
  ['fail', ['size-is-four-octets', 'header-octet-by-octet', 'reset-survived']],
  ['warning', ['extra-octets-ignored']],
  ['inconclusive', ['large-file-bounded-memory', 'name-over-limit', 'frames/igmp-join']],
  ['pass', ['stores-contents-exactly', 'reset-survived~2']],
  ['not-applicable', ['serves-concurrent-clients']],
  ['flaky', ['header-octet-by-octet']],
];

test.each([
  ['with script', true],
  ['without', false],
])('what to mend first is shown at first, each choice alone as many as it says, and all, %s', async (_, script) => {
  const { page } = await open(rendered(several), { script });
  const before = await shown(page);
  const seen: Record<string, unknown> = {};
  await page.getByText('all 10', { exact: true }).click();
  const all = await shown(page);
  for (const [choice, { length }] of choices) {
    await page.getByText(`${choice} ${length}`, { exact: true }).click();
    seen[choice] = { anchors: await shown(page), suites: await page.locator('.suite:visible').count() };
  }
  await page.getByText('all 10', { exact: true }).click();

  expect(before).toEqual(['size-is-four-octets', 'header-octet-by-octet', 'reset-survived'].map(anchorOf));
  expect(all).toHaveLength(10);
  expect(seen).toEqual(
    Object.fromEntries(
      choices.map(([choice, names]) => {
        const anchors = names.map(anchorOf);
        return [choice, { anchors, suites: new Set(anchors.map(suiteOf)).size }];
      }),
    ),
  );
  expect(await shown(page)).toEqual(all);
  expect(await page.locator('.suite:visible').count()).toBe(5);
});

const searches: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['upload/server/size-is-four-octets', ['upload/server/size-is-four-octets']],
  ['four-octets[2560]', ['upload/server/size-is-four-octets']],
  ['ENDIAN  size', ['upload/server/size-is-four-octets']],
  ['needs --', ['large-file-bounded-memory', 'name-over-limit', 'frames/igmp-join']],
  ['on pc', ['upload/server/reset-survived~2', 'frames/igmp-join']],
  ['owned', []],
];

test('a requirement is found by its id, that of a case, words of its text in any order, its reason and its target', async () => {
  const { page } = await open(rendered(several));
  const seen: Record<string, unknown> = {};
  for (const [words] of searches) {
    await page.getByLabel('Find').fill(words);
    const status = await page.getByRole('status').innerText();
    seen[words] = { anchors: await shown(page), status, suites: await page.locator('.suite:visible').count() };
  }

  expect(seen).toEqual(
    Object.fromEntries(
      searches.map(([words, names]) => {
        const anchors = names.map(anchorOf);
        const status = `${anchors.length} of 10 requirements shown`;
        return [words, { anchors, status, suites: new Set(anchors.map(suiteOf)).size }];
      }),
    ),
  );
});

test('one button opens all cases that are shown, or closes them; where there are none, there is no button', async () => {
  const { page } = await open(rendered(several));
  const opener = page.getByRole('button', { name: 'Open all cases' });
  const closer = page.getByRole('button', { name: 'Close all cases' });
  await page.getByText('warning 1', { exact: true }).click();
  await opener.click();
  await closer.waitFor();
  const opened = await visibleCases(page);
  await page.locator('summary:visible').click();
  await opener.waitFor();
  await page.getByText('all 10', { exact: true }).click();
  await opener.click();
  await closer.click();
  await opener.waitFor();
  const closed = await visibleCases(page);
  await page.getByLabel('Find').fill('stores-contents-exactly');

  expect({ opened, closed }).toEqual({ opened: ['upload/server/extra-octets-ignored[1]'], closed: [] });
  expect(await page.getByRole('button').count()).toBe(0);
});

test('a link leads to its requirement and opens it', async () => {
  const { page } = await open(rendered(several), { fragment: '#upload/server/reset-survived' });
  const opened = await page.evaluate(
    '[...document.querySelectorAll("details[open]")].map((one) => one.closest("tbody").id)',
  );

  expect(opened).toEqual(['upload/server/reset-survived']);
  expect(await isInView(page, 'upload/server/reset-survived')).toBe(true);
});

test('without script a link to what is not shown shows it too', async () => {
  const { page } = await open(rendered(several), { script: false, fragment: '#frames/igmp-join' });

  expect(await shown(page)).toContain('frames/igmp-join');
  expect(await isInView(page, 'frames/igmp-join')).toBe(true);
});

test.each([360, 800, 1400])('with long commands the name of a suite stays one word, at %i px', async (width) => {
  const targets = ['alice', 'bob'].map((name) => {
    const command = `python3 submissions/${name}/server.py {host} {port} --store {dir} --verbose`;
    return { name: command, protocol: 'kv', role: 'server', kind: 'exec', address: command } as const;
  });
  const { page } = await open(rendered(sampleRun({ targets })), { width, height: 900 });

  const lines = await page.evaluate(
    '[...document.querySelectorAll(".targets tbody th a")].map((one) => one.getClientRects().length)',
  );
  expect(lines).toEqual([1, 1]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  expect(await page.evaluate('document.querySelector(".targets").textContent.match(/alice/g).length')).toBe(1);
});

test.each([360, 800, 1400])(
  'at %i px nothing is wider than the page, and letters of a picture are 10 px high',
  async (width) => {
    const { page } = await open(rendered(sampleRuns.folded), { width, height: 900 });
    await openAll(page, sampleRuns.folded);
    const letters = await page.evaluate(
      '[...document.querySelectorAll(".picture")].map((one) => 11 * one.getBoundingClientRect().width / one.viewBox.baseVal.width)',
    );
    const outside = await page.evaluate(
      '[...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 80))',
    );

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(outside).toEqual([]);
    expect(letters).toHaveLength(1);
    expect(Number(Array.isArray(letters) ? letters[0] : 0)).toBeGreaterThanOrEqual(9);
  },
);

test('a link to what is not shown shows it', async () => {
  const { page } = await open(rendered(several));
  await page.getByText('warning 1', { exact: true }).click();
  await page.getByLabel('Find').fill('octets');
  await page.evaluate('location.hash = "#frames/igmp-join"');
  await page.locator('[id="frames/igmp-join"] article').waitFor();

  expect(await shown(page)).toHaveLength(10);
  expect(await isInView(page, 'frames/igmp-join')).toBe(true);
});

test('a link of the contents leads to its suite', async () => {
  const { page } = await open(rendered(several), { height: 300 });
  await page.getByRole('navigation').getByRole('link', { name: 'frames' }).click();

  expect(await isInView(page, 'frames')).toBe(true);
});

test.each([true, false])('paper shows all that failed, though nothing was opened (script: %s)', async (script) => {
  const { page } = await open(rendered(several), { script, colorScheme: 'dark' });
  const before = await visibleCases(page);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });

  expect(before).toEqual([]);
  expect(await visibleCases(page)).toEqual([
    'upload/server/size-is-four-octets[2560]',
    'upload/server/header-octet-by-octet[1]',
    'upload/server/extra-octets-ignored[1]',
    'upload/server/reset-survived[1]',
    'upload/server/reset-survived[2]',
  ]);
  expect(await page.locator('.search:visible, .show:visible').count()).toBe(0);
  expect(await background(page)).toBe('rgb(255, 255, 255)');
});

test('paper says what it leaves out', async () => {
  const { page } = await open(rendered(several));
  await page.getByText('warning 1', { exact: true }).click();
  await page.emulateMedia({ media: 'print' });

  expect(await page.locator('.tools').innerText()).toMatch(
    /^Show requirements\s+warning 1\s+1 of 10 requirements shown$/,
  );
});

test('what failed is opened for printing, and shut again', async () => {
  const { page } = await open(rendered(several));
  const isOpen = () => page.evaluate('[...document.querySelectorAll("details[open]")].length');
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  const during = await isOpen();
  await page.evaluate('dispatchEvent(new Event("afterprint"))');

  expect([during, await isOpen()]).toEqual([4, 0]);
});

test('light and dark differ', async () => {
  const backgrounds: unknown[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await open(rendered(several), { colorScheme });
    backgrounds.push(await background(page));
  }

  expect(backgrounds).toEqual(['rgb(255, 255, 255)', 'rgb(21, 24, 28)']);
});

test('the keyboard alone chooses, opens and searches', async () => {
  const { page } = await open(rendered(several));
  await page.getByRole('radio', { checked: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const chosen = await shown(page);
  await page.keyboard.press('Tab');
  await page.keyboard.type('2560');
  const found = await shown(page);
  for (let key = 0; key < 4; key += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  expect(chosen).toHaveLength(3);
  expect(found).toEqual(['upload/server/size-is-four-octets']);
  expect(await visibleCases(page)).toEqual(['upload/server/size-is-four-octets[2560]']);
});

test.each([
  ['light', 'wide', several, {}],
  ['light', 'on a phone', several, phone],
  ['dark', 'wide', several, {}],
  ['dark', 'on a phone', several, phone],
  ['light', 'folded', sampleRuns.folded, {}],
  ['dark', 'folded on a phone', sampleRuns.folded, phone],
  ['light', 'incomplete', sampleRuns.incomplete, {}],
  ['light', 'hostile', sampleRuns.hostile, {}],
  ['light', 'empty', sampleRuns.empty, {}],
] as const)('nobody is kept out: %s, %s', async (colorScheme, _, run, size) => {
  const { page } = await open(rendered(run), { ...size, colorScheme, fragment: `#${PASSED}` });
  await openAll(page, run);
  const broken = await violationsIn(page);

  expect(broken).toEqual([]);
});

/** It has nothing to open; a link to it marks it. */
const PASSED = 'upload/server/stores-contents-exactly';

function rendered(run: Run): string {
  return html.render(run, { color: false, width: 80 });
}

/** Opens every case there is. */
async function openAll(page: Page, run: Run): Promise<void> {
  if (run.cases.length > 0) await page.locator('.show label').first().click();
  if (run.cases.some(({ verdict }) => verdict !== 'pass')) await page.getByText('Open all cases').click();
}

/** The anchors of the requirements that can be seen. */
function shown(page: Page): Promise<unknown> {
  return page.evaluate(
    '[...document.querySelectorAll(".requirements > tbody")].filter((one) => one.checkVisibility()).map(({ id }) => id)',
  );
}

/** The ids of the cases that are told and can be seen; what is folded up cannot. */
function visibleCases(page: Page): Promise<unknown> {
  return page.evaluate(
    '[...document.querySelectorAll("article bdi")].filter((one) => one.checkVisibility()).map((one) => one.textContent)',
  );
}

function isInView(page: Page, anchor: string): Promise<unknown> {
  return page.evaluate(
    `(({ top }) => top >= 0 && top < innerHeight)(document.getElementById(${JSON.stringify(anchor)}).getBoundingClientRect())`,
  );
}

function anchorOf(name: string): string {
  return name.includes('/') ? name : `upload/server/${name}`;
}

function suiteOf(anchor: string): string {
  return anchor.split('/').slice(0, -1).join('/') + (anchor.split('~')[1] ?? '');
}
