import { expect, test } from 'vitest';
import { besideUsual, busyPortFact, memoryBounded, memoryFact, saysPortInUse } from './facts.ts';

const MIB = 1024 * 1024;
const ended = (status: number, said: string) => ({ ended: true, end: { status, signal: null }, said });

test.each([
  [ended(1, 'OSError: Address already in use\n'), saysPortInUse],
  [{ ended: true, end: { status: null, signal: 'SIGSEGV' }, said: 'bind failed' }, 'was killed by signal SIGSEGV'],
  [
    { ...ended(1, 'server 1.0\nlistening on 4711\n'), usual: 'server 1.0\nlistening on 5000\nclient 1\n' },
    'printed "server 1.0\\nlistening on 4711" alone, as it does on a free port',
  ],
  [{ ...ended(1, 'server 1.0\nport 4711 is taken\n'), usual: 'server 1.0\nlistening on 5000\n' }, saysPortInUse],
  [ended(0, 'in use'), 'printed "in use" and ended with exit status 0'],
  [ended(1, ' \n'), 'ended without a word'],
  [{ ended: false, said: '' }, 'went on running without a word'],
  [{ ended: false, said: 'listening\n' }, 'went on running, having printed "listening"'],
])('a busy port: %j', (launch, fact) => {
  expect(busyPortFact(launch)).toBe(fact);
});

test.each([
  [0, memoryBounded, 0],
  [8 * MIB - 1, memoryBounded, 0],
  [8 * MIB, 'memory grown by 8 MiB', 0],
  [undefined, memoryBounded, 1],
])('memory grown by %s octets: %s, with %i notes', (growth, fact, notes) => {
  const said: string[] = [];

  expect(memoryFact(growth, (text) => said.push(text))).toBe(fact);
  expect(said).toHaveLength(notes);
});

test('what is printed beside the usual: lines that differ in more than numbers', () => {
  expect(besideUsual('12:01 closed\n12:02 lost 5 of 9\n', '11:58 closed\n')).toBe('12:02 lost 5 of 9');
  expect(besideUsual('closed', '')).toBe('closed');
});
