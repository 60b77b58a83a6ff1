import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { expect, test } from 'vitest';
import type { Evidence, Run } from '../../harness/contracts/run.ts';
import { visible } from '../../harness/text/visible.ts';
import { anyText } from '../any-text.test.helper.ts';
import { json } from '../json.ts';
import { largeRun } from '../large-sample.ts';
import { sampleCase, sampleRun, sampleRuns } from '../samples.ts';
import { statement } from '../statement/statement.ts';
import { html } from './page.ts';
import { parsePage } from './parsed.test.helper.ts';
import { SCRIPT_HASH, script } from './script.ts';
import { STYLE_HASH, style } from './style.ts';
import { UTTERANCES, uttering } from './uttering.test.helper.ts';

const options = { color: false, width: 80 };

/** The standard allows an id any character but a blank. */
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: { 'valid-id': ['error', { relaxed: true }], 'long-title': 'off' },
});

test.each(Object.entries(sampleRuns))('the page of the %s run is valid HTML', async (_, run) => {
  const { results } = await validator.validateString(html.render(run, options));

  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});

test.each(Object.entries(sampleRuns))('the statement of the %s run is valid HTML', async (_, run) => {
  const { results } = await validator.validateString(statement.byEnding?.html?.(run, options) ?? '');

  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});

test('the policy lets the page run its script and have its style, and do nothing else', () => {
  const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

  expect({ style: STYLE_HASH, script: SCRIPT_HASH }).toEqual({ style: hash(style), script: hash(script) });
  expect(html.render(sampleRuns.empty, options)).toContain(
    `content="default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; base-uri 'none'; form-action 'none'"`,
  );
});

test('whatever the implementation uttered, the page has the same elements and attributes, and tells it', () => {
  const plain = parsePage(html.render(uttering('§'), options)).skeleton;

  fc.assert(
    fc.property(anyText, (uttered) => {
      const text = `§${uttered}`;
      const page = parsePage(html.render(uttering(text), options));

      expect(page.errors).toEqual([]);
      expect(page.skeleton).toEqual(plain);
      expect(page.title).toBe(`nonconformant: ${visible(text)} (sockspec)`);
      expect(page.texts.filter((one) => one.includes(visible(text)))).toHaveLength(UTTERANCES);
      expect(page.printed.trim().split('\n')).toEqual(
        text.trimEnd().split(/\r?\n/).map(visible).join('\n').trim().split('\n'),
      );
    }),
  );
});

test('an id of any text gives an anchor of its own, and nothing else', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const cases = [text, `${text} `, `${text}/${text}`].map((requirement) => sampleCase({ requirement }));
      const page = parsePage(html.render(sampleRun({ cases }), options));
      const anchors = page.attributes.flatMap(({ name, value }) => (name === 'id' ? [value] : []));
      const links = page.attributes.flatMap(({ name, value }) => (name === 'href' ? [value] : []));

      expect(page.errors).toEqual([]);
      expect(new Set(anchors).size).toBe(anchors.length);
      expect(anchors.filter((anchor) => !/^[\w/.~-]+$/.test(anchor))).toEqual([]);
      expect([...new Set(links)].sort()).toEqual(anchors.map((anchor) => `#${anchor}`).sort());
    }),
  );
});

test('the hostile run is text', () => {
  const page = parsePage(html.render(sampleRuns.hostile, options));

  expect(page.errors).toEqual([]);
  expect(page.texts.join('')).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
  expect(page.attributes.filter(({ value }) => value.includes('owned'))).toEqual([]);
});

test('at the top stands what the run came to, when, and of what extent', () => {
  expect(textOf(sampleRuns.mixed)).toContain(
    [
      ...['Conformance report', '✗ error; 2 MUSTs not concluded', 'the harness failed in 1 case; 2 MUSTs failed'],
      ...['3 pass', '2 fail', '1 warning', '2 inconclusive', '1 not-applicable', '1 error', '1 flaky'],
      ...['2 MUSTs not concluded', 'Started', '2010-02-01 12:00:00 UTC', 'Took', '3.2 s'],
      ...['Extent', '10 cases, 8 requirements', 'Seed', '7', 'Exit status', '4', 'Tool', 'sockspec 0.1.0'],
    ].join(' '),
  );
});

test('targets that were not judged are named first', () => {
  expect(textOf(sampleRuns.deadTargets)).toContain(
    'Conformance report ? 2 of 3 targets were not judged: phone, pc; 2 MUSTs not concluded',
  );
});

test('an incomplete run says so before its counts, a complete one does not', () => {
  expect(textOf(sampleRuns.incomplete)).toMatch(
    /interrupted after 3 cases; 1 MUST failed incomplete: the run ended .* 2 pass/,
  );
  expect(textOf(sampleRuns.mixed)).not.toContain('incomplete');
});

test('a time that the harness would not write is shown as it is', () => {
  expect(textOf(sampleRun({ started: '2010-02-01T12:00:00+01:00' }))).toContain(
    'Started 2010-02-01T12:00:00+01:00 Took',
  );
});

test.each([
  [12.34, '12.3 ms'],
  [59_940, '59.9 s'],
  [59_999, '60.0 s'],
  [125_400, '2 min 5 s'],
])('%f milliseconds took %s', (durationMs, took) => {
  expect(textOf(sampleRun({ durationMs }))).toContain(`Took ${took} Extent`);
});

test('each target is listed with how it was reached', () => {
  expect(textOf(sampleRuns.severalTargets)).toContain(
    [
      'suite target reached requirements passed verdict',
      'upload/server phone ran already: 192.0.2.20:54321 1 of 2 ✗ fail',
      'fortune/client pc launched: python3 fortune.py {host} {port} 1 of 1 ✓ pass',
      'lines/server idle built-in reference: 127.0.0.1 0 of 0 no case was run',
      'frames pc launched: python3 fortune.py {host} {port} 0 of 1 ? inconclusive',
    ].join(' '),
  );
});

test('a requirement that is not applicable is none that a target could pass', () => {
  const cases = (['pass', 'not-applicable'] as const).map((verdict) =>
    sampleCase({ requirement: `x/y/${verdict}`, verdict }),
  );

  expect(textOf(sampleRun({ cases }))).toMatch(/requirements passed verdict .* 1 of 1, 1 not applicable /);
});

test('a requirement is a row; one that passed without remarks has nothing to open', () => {
  expect(textOf(sampleRuns.conformant)).toMatch(
    /upload\/server on phone requirement level cases passed verdict reason stores-contents-exactly The contents are stored bit for bit\. tutorial, chapter on uploads MUST 2 ✓ pass How to read/,
  );
});

test('a requirement that failed opens to its cases', () => {
  const [, opened] = textOf(sampleRuns.mixed).split('no file appeared there within 2 s 2 cases: 1 fail, 1 pass ');

  expect(opened).toContain(
    [
      '✗ fail upload/server/size-is-four-octets[2560] 12.5 ms expected a.txt, 2560 octets seen no file',
      'reason expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
      'note the cut between the two segments could not be proven',
      "reproduce sockspec run upload/server --target 192.0.2.20:54321 --only 'upload/server/size-is-four-octets[2560]' --seed 7",
      'Printed last Exchange ms connection who what octets content 0.0 #1 harness connect',
      '0.8 #1 harness send 11 "a.txt\\x0A\\x00\\x00\\x0A\\x00\\x0A"',
      `1.1 #1 harness send 70000 ${'00 ff '.repeat(127)}00 ff…`,
      '1.4 #1 harness fin 2.5 #1 iut rst 3.5 #2 harness connect',
      '4.5 iut output 29 "could not find the newline é\\x0A"',
      '2004.5 harness note no file appeared within 2 s 2005.0 iut exit status 1',
      'Passed, without remarks: upload/server/size-is-four-octets[10]',
      'What such a failure usually means, and its mend: sockspec explain upload/server/size-is-four-octets',
    ].join(' '),
  );
});

test('a flaky case has its attempts, a pass with a note its note, and what fails the run says so', () => {
  const cases = [
    sampleCase({ requirement: 'upload/server/a', notes: ['cut not proven'] }),
    sampleCase({ requirement: 'upload/server/b', verdict: 'warning', level: 'SHOULD', reason: 'slow', failsRun: true }),
  ];

  expect(textOf(sampleRuns.mixed)).toContain('✗ fail flaky upload/server/header-octet-by-octet[1] 12.5 ms');
  expect(textOf(sampleRuns.mixed)).toContain('attempts pass, fail, pass reproduce');
  expect(textOf(sampleRun({ cases }))).toContain(
    '1 case: 1 pass ✓ pass upload/server/a[1] 12.5 ms note cut not proven',
  );
  expect(textOf(sampleRun({ cases }))).toContain('SHOULD 0/1 ! warning fails the run slow 1 case: 1 warning');
});

test('what is known to fail says so, and what passes though it is known fails the run', () => {
  const cases = [
    sampleCase({ requirement: 'upload/server/a', verdict: 'fail', reason: 'no file', known: 'ticket 7' }),
    sampleCase({ requirement: 'upload/server/b', known: 'ticket 8', failsRun: true, reason: 'passes' }),
  ];
  const text = textOf(sampleRun({ cases }));

  expect(text).toContain('0/1 ✗ fail known: ticket 7 no file 1 case: 1 fail ✗ fail known upload/server/a[1]');
  expect(text).toContain('reason no file known ticket 7 reproduce');
  expect(text).toContain('✓ pass fails the run passes 1 case: 1 pass ✓ pass known fails the run upload/server/b[1]');
});

test('the gravest cases of a requirement stand first; from the twenty-first on they are listed', () => {
  const verdicts = ['inconclusive', ...Array.from({ length: 22 }, () => 'fail' as const), 'error'] as const;
  const cases = verdicts.map((verdict, index) =>
    sampleCase({ id: `upload/server/many[${index}]`, requirement: 'upload/server/many', verdict, reason: `r${index}` }),
  );
  const text = textOf(sampleRun({ cases }));

  expect(text).toContain('24 cases: 1 error, 22 fail, 1 inconclusive ✗ error upload/server/many[23] 12.5 ms');
  expect(text.split('reproduce').length - 1).toBe(20);
  expect(text).toContain(
    [
      'The exchanges of these are in the JSON report: ✗ fail upload/server/many[20] r20',
      '✗ fail upload/server/many[21] r21 ✗ fail upload/server/many[22] r22 ? inconclusive upload/server/many[0] r0',
    ].join(' '),
  );
});

test.each<[string, Partial<Evidence>, string]>([
  ['text that was said', { what: 'receive', text: 'a\n' }, '"a\\x0A"'],
  ['text about an event', { what: 'exit', text: 'status 1' }, 'status 1'],
  ['text that was cut', { what: 'receive', text: 'a', cut: true }, '"a"…'],
  ['text that is too long', { what: 'receive', text: 'a'.repeat(257) }, `"${'a'.repeat(256)}"…`],
  ['the end of what was printed', { what: 'output', text: 'a', cut: true }, '…"a"'],
  ['the end of what is too long', { what: 'output', text: `b${'a'.repeat(256)}` }, `…"${'a'.repeat(256)}"`],
  ['octets', { what: 'send', hex: '00ff' }, '00 ff'],
  ['octets that were cut', { what: 'send', hex: '00ff', cut: true }, '00 ff…'],
  ['octets that are too many', { what: 'send', hex: '61'.repeat(257) }, `"${'a'.repeat(256)}"…`],
])('an event shows %s', (_, event, content) => {
  const evidence: Evidence[] = [{ t: 0, who: 'iut', what: 'note', ...event }];

  expect(textOf(sampleRun({ cases: [sampleCase({ verdict: 'fail', evidence })] }))).toContain(
    `0.0 iut ${event.what} ${content} What such`,
  );
});

test('a failure comes with its usual cause and mend, what was printed last, and a picture of its exchange', () => {
  const page = html.render(sampleRuns.folded, options);
  const [, details = ''] = textOf(sampleRuns.folded).split('1 case: 1 fail ');

  expect(details).toMatch(
    /^usual cause The server expects that one recv returns the whole header\. usual mend Collect octets in a buffer until the header is complete\. ✗ fail upload\/server\/header-split-anywhere\[1\] 12\.5 ms expected one new file seen none reproduce /,
  );
  expect(details).toContain('Printed last Exchange ');
  expect(parsePage(page).printed.trim()).toBe('could not find the newline é');
  expect(page.split('<svg class="picture" role="img" aria-label="The exchange as a picture: the table').length).toBe(2);
});

test('the failures to mend first are a table of contents; each has links to those that depend on it, and they to it', () => {
  const text = textOf(sampleRuns.folded);
  const page = html.render(sampleRuns.folded, options);

  expect(text).toContain(
    'Fix this first ✗ fail upload/server/header-split-anywhere on phone : The contents are stored bit for bit. 3 more depend on this one. ✗ fail upload/server/answers-nothing on phone',
  );
  expect(text).toContain('3 more depend on this one : header-octet-by-octet , random-segmentation , large-file 1 case');
  expect(text.split('depends on header-split-anywhere : mend that first').length - 1).toBe(3);
  expect(page.match(/href="#upload\/server\/header-split-anywhere"/g)).toHaveLength(5);
  expect(page.match(/data-verdicts="first fail"/g)).toHaveLength(2);
});

test('entries of the baseline that are not true any more are told', () => {
  const text = textOf(sampleRuns.folded);

  expect(text).toContain('the baseline knows upload/server/header-split-anywhere[9], and it was never run');
  expect(text).toContain('baseline the baseline put up with it until 2010-01-31 (ticket 7)');
});

test('the page of 1,000 cases, 300 of which failed with all that a case may have, has less than 2 MB', () => {
  const page = html.render(largeRun(), options);

  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
  expect(page).toContain('upload/server/made-up-99[2]');
});

test('the page of a run that passed is much smaller than its JSON report, and one that failed no larger', () => {
  const octets = (text: string) => Buffer.byteLength(text);
  const passed = manyCases('pass');
  const failed = manyCases('fail');

  expect(octets(html.render(passed, options))).toBeLessThan(octets(json.render(passed, options)) / 4);
  expect(octets(html.render(failed, options))).toBeLessThan(octets(json.render(failed, options)));
});

/** 500 cases, 50 of each requirement, with an exchange each. */
function manyCases(verdict: 'pass' | 'fail'): Run {
  const evidence = sampleRuns.mixed.cases.flatMap((result) => result.evidence);
  const cases = Array.from({ length: 500 }, (_, index) => {
    const requirement = `upload/server/requirement-${index % 10}`;
    return sampleCase({ id: `${requirement}[${index}]`, requirement, verdict, evidence: [...evidence] });
  });
  return sampleRun({ cases });
}

/** The text of the page's body, its parts with a blank between them. */
function textOf(run: Run): string {
  const { texts } = parsePage(html.render(run, options));
  return texts.join(' ').replace(/\s+/g, ' ').trim();
}
