import { expect, test } from 'vitest';
import type { Evidence } from '../../harness/contracts/run.ts';
import { htmlOf } from './markup.ts';
import { DRAWN_EVENTS, picture } from './picture.ts';

const at = (t: number, who: Evidence['who'], what: Evidence['what'], more: Partial<Evidence> = {}): Evidence => ({
  ...{ t, who, what, connection: 1 },
  ...more,
});

const drawn = (...evidence: readonly Evidence[]): string => htmlOf(picture(evidence));

/** The texts of a picture, from top to bottom. */
const textsOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);

const exchange = [
  at(0, 'harness', 'connect'),
  at(0.8, 'harness', 'send', { octets: 2, hex: '6162' }),
  at(1.2, 'harness', 'send', { octets: 1, hex: '0a' }),
  at(1500, 'iut', 'receive', { octets: 3, hex: '6f6b0a' }),
  at(1501, 'harness', 'fin'),
  at(1502.5, 'iut', 'rst'),
];

test('each event has its time and what it was; a message in two segments is cut between them', () => {
  expect(textsOf(drawn(...exchange))).toEqual([
    ...['harness', 'iut', '0.0 ms', 'connects', '0.8 ms', '2 octets: &#34;ab&#34;', 'cut', '1.2 ms'],
    ...['1 octet: 0a', '1.50 s', '3 octets: &#34;ok\\x0A&#34;', '1.50 s', 'FIN', '1.50 s', 'RST'],
  ]);
});

test('an arrow goes from who sent to the other, and a FIN and an RST end in heads of their own', () => {
  const svg = drawn(...exchange);

  expect(svg.match(/class="(?:connect|send|fin)" d="M76 \d+H330/g)).toHaveLength(4);
  expect(svg.match(/class="(?:receive|rst)" d="M330 \d+H76/g)).toHaveLength(2);
  expect(
    new Set(['send', 'fin', 'rst'].map((what) => new RegExp(`class="${what}" d="M\\d+ \\d+H\\d+(\\S+)`).exec(svg)?.[1]))
      .size,
  ).toBe(3);
});

test('no cut stands between two connections, two speakers, or two messages with something between', () => {
  const apart = [
    at(0, 'harness', 'send', { hex: '61' }),
    at(1, 'harness', 'send', { hex: '61', connection: 2 }),
    at(2, 'iut', 'receive', { hex: '61', connection: 2 }),
    at(3, 'harness', 'send', { hex: '61', connection: 2 }),
    at(4, 'harness', 'note', { text: 'waits' }),
    at(5, 'harness', 'send', { hex: '61', connection: 2 }),
  ];

  expect(textsOf(drawn(...apart))).not.toContain('cut');
});

test('several connections have their numbers, one has none', () => {
  expect(textsOf(drawn(...exchange, at(2000, 'harness', 'connect', { connection: 2 })))).toContain('#2 connects');
  expect(textsOf(drawn(...exchange)).some((text) => text.startsWith('#'))).toBe(false);
});

test('of what was printed its last line stands at the program, notes between the two', () => {
  const svg = drawn(
    ...exchange,
    at(9, 'iut', 'output', { text: 'Traceback:\nValueError\n' }),
    at(9, 'harness', 'note', { text: 'no file' }),
  );

  expect(textsOf(svg)).toEqual(expect.arrayContaining(['output: ValueError', 'no file']));
});

test('that the program ended is the last that is drawn, at the program', () => {
  const svg = drawn(
    ...exchange,
    at(9, 'iut', 'output', { text: 'ValueError\n' }),
    at(9, 'iut', 'exit', { text: 'signal SIGSEGV' }),
  );

  expect(textsOf(svg).at(-1)).toBe('exit: signal SIGSEGV');
  expect(svg).toMatch(/<circle class="exit"[^>]*\/>[^\n]*\n<\/svg>/);
});

test('of a long exchange the end is drawn, in less than 6 KiB, and that is said', () => {
  const long = Array.from({ length: 60 }, (_, index) =>
    at(index, 'harness', 'send', { octets: 4096, hex: '00ff'.repeat(2048) }),
  );
  const svg = drawn(...long);

  expect(svg.match(/class="send"/g)).toHaveLength(DRAWN_EVENTS);
  expect(svg).toContain('without its first 40 events');
  expect(svg.length).toBeLessThan(6 * 1024);
});

test('where nothing crossed a wire nothing is drawn', () => {
  expect(drawn(at(0, 'iut', 'output', { text: 'a' }), at(1, 'iut', 'exit', { text: 'status 1' }))).toBe('');
});

test('whatever was printed stays text', () => {
  const svg = drawn(...exchange, at(9, 'iut', 'output', { text: '</svg><script>\u001b[2J' }));

  expect(svg).toContain('output: &#60;/svg&#62;&#60;script&#62;\\x1B[2J');
});

test('a connection that was not established is one that the harness asked for', () => {
  const svg = drawn(
    at(0, 'harness', 'connect'),
    at(1, 'iut', 'connect', { connection: 2, text: 'refused the connection' }),
  );

  expect(svg.match(/class="connect" d="M76 \d+H330/g)).toHaveLength(2);
  expect(textsOf(svg)).toContain('#2 connects: refused the connection');
});
