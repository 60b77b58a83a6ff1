import { expect, test } from 'vitest';
import { sourceFact, withSources } from './sources.ts';

const A = { address: '127.0.0.1', port: 40_000 };
const B = { address: '127.0.0.2', port: 50_123 };

/** In turn, and not in turn: the source of the one before is never right. */
const items = [
  { text: 'alpha', ...A },
  { text: 'beta', ...B },
  { text: 'gamma', ...B },
  { text: 'delta', ...A },
];

type Line = (address: string, port: number, text: string) => string;

/** What a program prints that shows each item in its way. */
function printed(line: Line): string {
  return `listening on 127.0.0.1:54321\n${items.map(({ address, port, text }) => line(address, port, text)).join('')}`;
}

test.each<[string, Line]>([
  ['from A:P: text', (address, port, text) => `from ${address}:${port}: ${text}\n`],
  ['A: text', (address, _, text) => `${address}: ${text}\n`],
  ['text (A)', (address, _, text) => `=> ${text} (${address})\n`],
  ["('A', P) text", (address, port, text) => `('${address}', ${port}) ${text}\n`],
  ['a line before', (address, port, text) => `received from ${address} port ${port}\n${text}\n\n`],
  ['a line after', (address, port, text) => `${text}\n  by ${address}, ${port}\n`],
  ['an address of both families', (address, port, text) => `[::ffff:${address}]:${port} ${text}\n`],
  ['with a count and the time', (address, _, text) => `3 12:30:05 ${address}, 5 octets: ${text}\n`],
  ['with the time behind', (address, _, text) => `${address}:12:30:05 ${text}\n`],
  ['with the address that it was sent to', (address, port, text) => `${address}:${port} > 127.0.0.1: ${text}\n`],
])('%s', (_, line) => {
  expect(sourceFact(printed(line), items)).toBe(withSources);
});

test.each<[string, Line, string]>([
  ['no source', (_a, _p, text) => `${text}\n`, '"alpha" shown without its source 127.0.0.1: ""'],
  [
    'the first for all',
    (_a, _p, text) => `${A.address}:${A.port} ${text}\n`,
    '"beta" shown without its source 127.0.0.2',
  ],
  [
    'the first port for all',
    (address, _, text) => `${address}:${A.port} ${text}\n`,
    '"beta" from port 50123 shown with port 40000',
  ],
  [
    'the first port for all, in front of a colon',
    (address, _, text) => `from ${address}:${A.port}: ${text}\n`,
    '"beta" from port 50123 shown with port 40000',
  ],
  [
    'a longer address',
    (address, _, text) => `${address}0 ${text}\n`,
    '"alpha" shown without its source 127.0.0.1: "127.0.0.10"',
  ],
  [
    'a port as a signed number',
    (address, port, text) => `${address}:${port - 65_536} ${text}\n`,
    '"alpha" from port 40000 shown with port -25536',
  ],
  [
    'names for addresses',
    (_, port, text) => `localhost:${port} ${text}\n`,
    '"alpha" shown without its source 127.0.0.1: "localhost:40000"',
  ],
  [
    'octets of the port swapped',
    (address, port, text) => `${address}:${((port & 255) << 8) | (port >> 8)} ${text}\n`,
    '"alpha" from port 40000 shown with port 16540',
  ],
  [
    'the same, apart',
    (address, port, text) => `${address} ${((port & 255) << 8) | (port >> 8)} ${text}\n`,
    '"alpha" from port 40000 shown with port 16540',
  ],
  [
    'its own port',
    (address, _, text) => `('${address}', 54321): ${text}\n`,
    '"alpha" from port 40000 shown with port 54321',
  ],
])('%s is told', (_, line, words) => {
  expect(sourceFact(printed(line), items)).toContain(words);
});

test('the source of the datagram before is not that of a datagram', () => {
  let before = A;
  const late: Line = (address, port, text) => {
    const line = `${before.address}:${before.port} ${text}\n`;
    before = { address, port };
    return line;
  };

  expect(sourceFact(printed(late), items)).toBe('"beta" shown without its source 127.0.0.2: "127.0.0.1:40000"');
});
