import { expect, test } from 'vitest';
import type { Dissection } from '../harness/contracts/dissection.ts';
import { visible } from '../harness/text/visible.ts';
import { fieldTree, treeTitle } from './field-tree.ts';
import { html } from './html/page.ts';
import { markdown } from './markdown.ts';
import { sampleCase, sampleRun } from './samples.ts';
import { table } from './table.ts';

/** A message of a size in two octets, a text that long, and a line. */
function messageOf(body: string, marked?: Dissection['marked'], behind = ''): Dissection {
  const octets = Buffer.concat([Buffer.from([0, Buffer.byteLength(body)]), Buffer.from(`${body}ok\n${behind}`)]);
  const end = 2 + Buffer.byteLength(body);
  return {
    ...{ by: 'harness', name: 'request', octets: octets.length, hex: octets.toString('hex') },
    fields: [
      { path: 'size', from: 0, to: 2, number: String(end - 2) },
      { path: 'body', from: 2, to: end },
      { path: 'line', from: end, to: end + 3, terminator: 1 },
    ],
    ...(marked === undefined ? {} : { marked }),
  };
}

const mark = (from: number, to: number) => ({ from, to, why: 'so' });

test.each<readonly [string, Dissection, readonly string[]]>([
  [
    'nothing marked',
    messageOf('blue'),
    ['   0  00 04        size  4', '   2  62 6c 75 65  body  "blue"', '   6  6f 6b 0a     line  "ok"'],
  ],
  [
    'a number, and what is behind it',
    messageOf('blue', mark(1, 4)),
    [
      '   0  00 04        size  4',
      '         ^^              ^',
      '   2  62 6c 75 65  body  "blue"',
      '      ^^^^^               ^^',
      '   6  6f 6b 0a     line  "ok"',
    ],
  ],
  [
    'a character of several octets, and an escape',
    messageOf('ä\u0001b', mark(3, 5)),
    [
      '   0  00 04        size  4',
      '   2  c3 a4 01 62  body  "ä\\x01b"',
      '         ^^^^^            ^^^^^',
      '   6  6f 6b 0a     line  "ok"',
    ],
  ],
  [
    'an octet far behind the first',
    messageOf('abcdefghijklmnopqrst', mark(20, 21)),
    [
      '   0  00 14                size  20',
      '   2  … 6f 70 71 72 73 74  body  "abcdefghijklmnopqrst"',
      '                    ^^                              ^',
      '  22  6f 6b 0a             line  "ok"',
    ],
  ],
  [
    'a terminator, and octets of no field',
    messageOf('', mark(4, 6), 'xy'),
    [
      '   0  00 00     size        0',
      '   2            body        ""',
      '   2  6f 6b 0a  line        "ok"',
      '            ^^                 ^',
      '   5  78 79     (no field)  "xy"',
      '      ^^                     ^',
    ],
  ],
])('a tree with %s', (_, message, lines) => {
  expect(fieldTree(message, '')).toEqual(lines);
});

test('a value is cut, and its carets stay below it', () => {
  const lines = fieldTree(messageOf('abcdefghijklmnopqrst', mark(20, 21)), '', 8);

  expect(lines.slice(1, 3).map((line) => line.slice(33))).toEqual(['…opqrst"', '     ^']);
});

test('a field of messages is shown by theirs', () => {
  const { fields, ...rest } = messageOf('blue', mark(2, 3));
  const lines = fieldTree({ ...rest, fields: [{ path: 'all', from: 0, to: 9, isGroup: true }, ...fields] }, '');

  expect(lines.slice(0, 2)).toEqual(['   0               all   9 octets of messages', '   0  00 04        size  4']);
  expect(lines).toHaveLength(5);
});

test('the table, the page and markdown show what was sent and what was received, and nothing of it is more than text', () => {
  const foreign = '\u001b[2J<b>';
  const messages: Dissection[] = [
    { ...messageOf('blue', { from: 0, to: 2, why: `in place of ${foreign}` }) },
    { ...messageOf(foreign, mark(2, 3)), by: 'iut', name: 'reply' },
  ];
  const run = sampleRun({ cases: [sampleCase({ verdict: 'fail', reason: 'so', messages })] });
  const options = { color: false, width: 100 };
  const [page, ...texts] = [html, table, markdown].map(({ render }) => render(run, options));

  for (const text of texts) {
    for (const line of fieldTree(messages[0] ?? messageOf(''), '')) expect(text).toContain(line);
    expect(text).toContain(`request as sent, 9 octets; ^ in place of ${visible(foreign)}`);
    expect(text).not.toContain('\u001b');
  }
  expect(page).toContain('<pre tabindex="0">   0  00 04        size  4\n      ^^^^^              ^\n');
  expect(page).not.toContain('<b>');
  expect(messages.map(treeTitle)[1]).toBe('reply as received, 12 octets; ^ so');
});
