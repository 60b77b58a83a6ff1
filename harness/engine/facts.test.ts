import { expect, test } from 'vitest';
import { busyPortFact, memoryBounded, memoryFact, saysPortInUse } from './facts.ts';

const MIB = 1024 * 1024;
const ended = (status: number, said: string) => ({ ended: true, end: { status, signal: null }, said });

test.each([
  [ended(1, 'OSError: Address already in use\n'), saysPortInUse],
  [{ ended: true, end: { status: null, signal: 'SIGABRT' }, said: 'bind failed' }, saysPortInUse],
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
