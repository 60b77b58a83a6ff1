import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bufferHint,
  emptyFact,
  emptyUnjudged,
  hasTrace,
  lateFact,
  patternGroups,
  shown,
  shownFact,
  unprintedFact,
} from './shown.ts';

describe('shown', () => {
  test.each<[string, string, readonly string[]]>([
    ['bare lines', 'abc\ndef\n', ['abc', 'def']],
    ['a prefix', '=> abc\n=> def\n', ['abc', 'def']],
    ['a prefix and a suffix', "b'abc'\nb'def'\n", ['abc', 'def']],
    ['an escaped line end, missing at the last', "b'abc\\n'\nb'def'\n", ['abc', 'def']],
    ['numbers that count', '1: abc\n2: def\n', ['abc', 'def']],
    ['a time and a length', '12:00:59 abc (3)\n12:01:00 defg (4)\n', ['abc', 'defg']],
    ['blank lines between', '=> abc\n\n=> def\n\n', ['abc', 'def']],
    ['CR LF', 'abc\r\ndef\r\n', ['abc', 'def']],
    ['U+2029', 'abc\u2029def\u2029', ['abc', 'def']],
    ['no line end after the last', '=> abc\n=> def', ['abc', 'def']],
    ['a line end before each', '\n=> abc\n=> def', ['abc', 'def']],
    ['log lines around', 'connected from 127.0.0.1:5000\nabc\nread 3 octets\ndef\nclosed\n', ['abc', 'def']],
    ['log lines with the same prefix', 'INFO connected\nINFO abc\nINFO def\nINFO closed\n', ['abc', 'def']],
    ['each item logged in other words too', 'read abc\n=> abc\nread def\n=> def\n', ['abc', 'def']],
    ['pieces logged in other words', 'read ab\nread cdef\n=> abcdef\n', ['abcdef']],
    ['pieces without a line end between them', 'abcdef\n', ['abcdef']],
    ['the same line twice, sent twice', 'abc\nabc\n', ['abc', 'abc']],
    ['items within one another', 'b\nab\nb\n', ['b', 'ab', 'b']],
    ['an item of several lines', 'Phrase: one\ntwo\n', ['one\ntwo']],
    ['an item of several lines, CR LF', 'Phrase: one\r\ntwo.\r\n', ['one\ntwo.']],
    ['a CR within an item', '=> a\rb\n=> c\n', ['a\rb', 'c']],
    ['characters of regular expressions', '[*] a.b\\c\n[*] (d)\n', ['a.b\\c', '(d)']],
    ['empty items, not judged', 'abc\ndef\n', ['abc', '', 'def']],
    ['an empty item with a prefix', '=> abc\n=> \n=> def\n', ['abc', '', 'def']],
    ['an empty item whose line was trimmed', '=> abc\n=>\n=> def\n', ['abc', '', 'def']],
    ['a prompt that waits for the next', '> abc\n> def\n> ', ['abc', 'def']],
    ['a long item', `=> ${'long '.repeat(20_000)}\n=> abc\n`, ['long '.repeat(20_000), 'abc']],
    ['nothing to be shown', 'hello\n', []],
  ])('%s', (_, printed, items) => {
    expect(shownFact(printed, items)).toBe(shown);
  });
});

describe('not shown, and how', () => {
  test.each<[string, readonly string[], string]>([
    ['', ['abc'], '"abc" missing; nothing was printed'],
    ['hello\n', ['abc'], '"abc" missing; printed "hello"'],
    ['=> ab\n=> cdef\n', ['abcdef'], '"abcdef" shown in pieces: "=> ab", "=> cdef"'],
    ['=> abc\n=> de\n=> fgh\n', ['abc', 'defgh'], 'item 2 of 2, "defgh", shown in pieces: "=> de", "=> fgh"'],
    ['=> abcd\n', ['abcdef'], '"abcdef" shown up to its character 4: "=> abcd"'],
    ['=> abc def\n', ['abc', 'def'], 'item 2 of 2, "def", not shown on a line of its own'],
    ['=> abcdef\n', ['abc', 'def'], 'not shown on a line of its own'],
    ['=> def\n=> abc\n', ['abc', 'def'], 'item 2 of 2, "def", not shown on a line of its own, in its place'],
    ['=> abc\n=> xdef\n', ['abc', 'def'], 'like the others: "=> xdef"'],
    ['=> abc\n=> def\n=> abc\n', ['abc', 'def'], '"abc" shown once more than it was sent'],
    ['=> abc\n=> abc\n', ['abc'], '"abc" shown once more than it was sent'],
    ['=> a\n=> abc\n', ['abc'], 'a piece of "abc" shown by itself: "=> a"'],
    ['=> abc\n=> def\n', ['abc', '', 'def'], 'item 2 of 3, "", not shown as an empty line; printed "=> abc\\n=> def"'],
    ['=> abc\n=> \n=> def\n', ['abc', 'def'], 'an empty line shown that was not sent: "=> "'],
    ['=> abc\n=> \n=> def\n', ['abc', '', '', 'def'], 'item 3 of 4, "", not shown as an empty line'],
    ['=> one\n=> two\n', ['one\ntwo'], '"one\\ntwo" shown in pieces: "=> one", "=> two"'],
    ['=> a\n=> b\n=> c\n', ['a\rb', 'c'], 'item 1 of 2, "a\\rb",'],
    ['=> gr\ufffd\ufffdn\n', ['grün'], '"grün"'],
  ])('%j of %j', (printed, items, words) => {
    expect(shownFact(printed, items)).toContain(words);
  });
});

/** Each of these kept the harness busy for hours, or took all of its memory: no test of them ends by a clock, but by its answer. */
describe('what is printed to keep the harness busy', () => {
  const many = 200_000;

  test.each<[string, string, readonly string[], string]>([
    [
      'line ends as escapes, each of which may lack',
      `${'\\n'.repeat(60)}abc\n${'\\n'.repeat(40)}Xdef\n`,
      ['abc', 'def'],
      'item 2 of 2, "def"',
    ],
    ['numbers between them', `${'1\\n'.repeat(60)}abc\n${'1'.repeat(900)}xdef\n`, ['abc', 'def'], 'item 2 of 2, "def"'],
    [
      'an item again and again, without a line end',
      'abc'.repeat(many),
      ['abc'],
      '"abc" not shown on a line of its own',
    ],
    ['an item again and again, line by line', 'abc\n'.repeat(many), ['abc'], '"abc" shown once more than it was sent'],
    ['nothing but line ends', '\n'.repeat(many), ['abc'], '"abc" missing; nothing was printed'],
    [
      'an item behind a long line',
      `${'x'.repeat(many)}abc`.repeat(20),
      ['abc'],
      '"abc" not shown on a line of its own',
    ],
    ['pieces of an item', `ab\n${'a\n'.repeat(many)}c\n`, ['abc'], '"abc" shown in pieces: "ab", "c"'],
  ])('%s', (_, printed, items, words) => {
    expect(shownFact(printed, items)).toContain(words);
  });

  test('a pattern that never comes to an end concludes nothing', () => {
    expect(() => shownFact(`${'a'.repeat(100)}b`, ['abc'], /^(?<text>(?:a+)+)$/gm)).toThrow(
      /^the pattern \^\(\?<text>\(\?:a\+\)\+\)\$ took longer than 5 s on what was printed$/,
    );
  });

  test('of more matches than a case has items, a fact lists some', () => {
    const fact = shownFact('abd\n'.repeat(many), ['abc'], /^(?<text>.*)$/gm);

    expect(fact.slice(0, 40)).toBe('shown, by the pattern: "abd", "abd", "ab');
    expect(fact).toMatch(/, and 99900 more$/);
  });
});

describe('empty items', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['a prefix makes them certain', shown, '=> abc\n=> \n=> def\n', ['abc', '', 'def']],
    ['blank lines are no proof', emptyUnjudged, 'abc\n\ndef\n', ['abc', '', 'def']],
    ['one item makes nothing certain', emptyUnjudged, '=> abc\n=> \n', ['abc', '']],
    ['numbers make them certain', shown, '1 abc\n2 \n3 def\n', ['abc', '', 'def']],
  ])('%s', (_, fact, printed, items) => {
    expect(emptyFact(printed, items)).toBe(fact);
  });

  test('dropped ones are said where a prefix is certain', () => {
    expect(emptyFact('=> abc\n=> def\n', ['abc', '', 'def'])).toContain('not shown as an empty line');
  });
});

describe('with a pattern', () => {
  const pattern = /^got: (?<text>.*)$/gm;

  test.each<[string, readonly string[]]>([
    ['got: abc\nlog\ngot: def\n', ['abc', 'def']],
    ['got: \ngot: abc\ngot: \r\ngot: def\n', ['abc', '', 'def']],
    ['got: a\rb\n', ['a\rb']],
    ['got: other\ngot: abc\ngot: another\n', ['abc']],
  ])('%j shows %j', (printed, items) => {
    expect(shownFact(printed, items, pattern)).toBe(shown);
    expect(emptyFact(printed, items, pattern)).toBe(shown);
  });

  test.each<[string, readonly string[], string]>([
    ['got: abc\ngot: def\n', ['abc', '', 'def'], 'shown, by the pattern: "abc", "def"'],
    ['abc\n', ['abc'], 'shown, by the pattern: nothing'],
    ['got: abc\ngot: \n', ['abc'], 'shown beside what was sent: ""'],
    ['got: abc\ngot: abc\n', ['abc'], 'shown beside what was sent: "abc"'],
    ['got: xabc\n', ['abc'], 'shown, by the pattern: "xabc"'],
  ])('%j does not show %j', (printed, items, words) => {
    expect(shownFact(printed, items, pattern)).toBe(words);
  });

  test.each([
    ['a\nb\n', ['a', 'b']],
    ['a\n\nb\n\n', ['a', '', 'b', '']],
    ['a\nb', ['a', 'b']],
    ['', []],
  ])('behind the last line end of %j there is no line', (printed, texts) => {
    expect(patternGroups(printed, /^(?<text>.*)$/gm).map(({ text }) => text)).toEqual(texts);
  });

  test('groups come by name, over several lines, absent ones empty', () => {
    const record = /^version (?<version>\d+)\nsize (?<size>\d+)(?:\ndata (?<data>.*))?$/gm;

    expect(patternGroups('version 1\r\nsize 2\r\ndata a\rb\r\nversion 3\nsize 0\n', record)).toEqual([
      { version: '1', size: '2', data: 'a\rb' },
      { version: '3', size: '0', data: '' },
    ]);
  });
});

describe('late output', () => {
  test.each([
    ['no', undefined],
    ['lines', 'if its output is buffered: needs a flush after each item'],
    ['told not to', 'if its output is buffered: needs --tty, or a flush after each item'],
    ['unknown', 'if its output is buffered: needs PYTHONUNBUFFERED=1, --tty, or a flush after each item'],
  ] as const)('what mends it where buffering is %s', (buffering, hint) => {
    expect(bufferHint(buffering)).toBe(hint);
    expect(unprintedFact(hint).includes('buffered')).toBe(hint !== undefined);
  });

  const late = { inTime: 'missing', atEnd: shown, traced: true, processEnded: false };

  test.each([
    [{ ...late, inTime: shown }, shown],
    [{ ...late, inTime: shown, atEnd: 'twice' }, 'twice'],
    [late, 'shown only after the connection had ended'],
    [{ ...late, processEnded: true }, 'buffered'],
    [{ ...late, atEnd: 'missing', traced: false }, 'buffered'],
    [{ ...late, atEnd: 'missing' }, 'missing'],
    [{ ...late, atEnd: 'missing', processEnded: true }, 'missing'],
  ])('%o is %s', (looks, fact) => {
    expect(lateFact(looks)).toBe(fact);
  });

  test('a trace is the front of an item, anywhere', () => {
    expect(hasTrace('=> xabcdefgh', ['', 'abcdefgh'])).toBe(true);
    expect(hasTrace('=> abc', ['abcdefgh'])).toBe(false);
  });
});

/** Text of items and text around them have no character in common, so that no accident looks like an item. */
const item = fc.string({ unit: fc.constantFrom(...'abcdefgh\\"\'.*[{'), minLength: 2, maxLength: 12 });
const items = fc.array(item, { minLength: 1, maxLength: 6 });
const around = fc.string({ unit: fc.constantFrom(...'XYZ=>: 0123(<$^'), maxLength: 6 });
const printing = fc.record({
  prefix: around,
  suffix: around,
  lineEnd: fc.constantFrom('\n', '\r\n', '\u2029', '\n\n'),
  log: fc.constantFrom('', 'LOG: CONNECTED 127.0.0.1:50000'),
});
type Printing = typeof printing extends fc.Arbitrary<infer Value> ? Value : never;

function print(lines: readonly string[], { prefix, suffix, lineEnd, log }: Printing): string {
  const logged = log === '' ? '' : `${log}${lineEnd}`;
  return lines.map((line) => `${logged}${prefix}${line}${suffix}${lineEnd}`).join('');
}

/** One of several places of a list, whatever its length. */
const place = fc.nat({ max: 1000 });

test('a prefix and a suffix that make an escape together are none', () => {
  const lines = [' ', '!'];

  expect(shownFact(print(lines, { prefix: '\\', suffix: 'n', lineEnd: '\n', log: '' }), lines)).toBe(shown);
});

describe('any list of lines, with any prefix and suffix', () => {
  test('is shown', () => {
    fc.assert(
      fc.property(items, printing, (lines, how) => {
        expect(shownFact(print(lines, how), lines)).toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });

  test('is shown, whatever characters prefix and lines have in common', () => {
    const any = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), any, any, (lines, prefix, suffix) => {
        const printed = print(lines, { prefix, suffix, lineEnd: '\n', log: '' });
        expect(shownFact(printed, lines)).toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[string, (lines: readonly string[], at: number, cut: number) => readonly string[]]>([
    ['dropped', (lines, at) => lines.filter((_, index) => index !== at)],
    ['split', (lines, at, cut) => lines.flatMap((line, index) => (index === at ? splitAt(line, cut) : [line]))],
    ['shown twice', (lines, at) => lines.flatMap((line, index) => (index === at ? [line, line] : [line]))],
    [
      'cut short',
      (lines, at, cut) => lines.map((line, index) => (index === at ? (splitAt(line, cut)[0] ?? '') : line)),
    ],
    ['longer', (lines, at) => lines.map((line, index) => (index === at ? `${line}Q` : line))],
  ])('is not shown with a line %s', (name, spoil) => {
    fc.assert(
      fc.property(items, printing, place, place, (lines, how, at, cut) => {
        // A single line that is longer may as well have a suffix.
        fc.pre(name !== 'longer' || lines.length > 1);
        const printed = print(spoil(lines, at % lines.length, cut), how);
        expect(shownFact(printed, lines)).not.toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });

  test('is not shown with two lines merged', () => {
    fc.assert(
      fc.property(items, printing, place, fc.constantFrom('', ' ', ', '), (lines, how, place, between) => {
        fc.pre(lines.length > 1);
        const at = place % (lines.length - 1);
        const merged = `${lines[at]}${between}${lines[at + 1]}`;
        const printed = print([...lines.slice(0, at), merged, ...lines.slice(at + 2)], how);
        expect(shownFact(printed, lines)).not.toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });
});

function splitAt(line: string, cut: number): readonly string[] {
  const at = 1 + (cut % (line.length - 1));
  return [line.slice(0, at), line.slice(at)];
}
