import { expect, test } from 'vitest';
import { nodesOf, read, rowsOf, tablesOf, textOf } from './markdown.test.helper.ts';
import { markdown, markdownWithin } from './markdown.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

const options = { color: false, width: 80 };

test('the outcome comes first, then the counts as the table tells them', () => {
  expect(markdown.render(sampleRuns.mixed, options).split('\n').slice(0, 9)).toEqual([
    '## sockspec: error; 2 MUSTs not concluded',
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

test('targets that were not judged are named first', () => {
  expect(textOf(nodesOf(read(markdown.render(sampleRuns.deadTargets, options)), 'heading')[0])).toBe(
    'sockspec: 2 of 3 targets were not judged: phone, pc; 2 MUSTs not concluded',
  );
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
    'sockspec: nonconformant; 1 MUST not concluded',
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
  const [printed, exchange, command] = nodesOf(root, 'code');

  expect(nodesOf(root, 'listItem').slice(0, 5).map(textOf)).toEqual([
    'requirement: The size is four octets, big endian, and any of them may be 0x0A. (MUST, tutorial, chapter on uploads)',
    'expected: a.txt, 2560 octets',
    'seen: no file',
    'reason: expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
    'note: the cut between the two segments could not be proven',
  ]);
  expect(textOf(printed)).toBe('could not find the newline é');
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
  ['1. or 2) but (three), 4, 5.25; 6:', '`1`. or 2) but (three), 4, 5.25; 6:'],
  ['1 MUST failed (a/b/c), x(), f(x) (--exec).', '1 MUST failed (`a/b/c`), `x()`, `f(x) (--exec)`.'],
])('plain words stay as they are, all else is code: %s', (reason, shown) => {
  const text = markdown.render(sampleRun({ cases: [sampleCase({ verdict: 'fail', reason })] }), options);

  expect(text).toContain(`| ${shown} |\n`);
  expect(text).toContain(`- **reason**: ${shown}\n`);
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
