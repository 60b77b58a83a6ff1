import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { idsBetween, numberingNow, processesSince } from './numbering.ts';

const LARGEST = 32_768;

test('what has begun in between has an id in between', () => {
  const [then, now] = [
    { last: 700, begun: 90_000 },
    { last: 703, begun: 90_003 },
  ];

  expect(idsBetween([1, 699, 700, 701, 703, 704, 9000], then, now, LARGEST)).toEqual([701, 703]);
});

test('the numbering begins anew behind the largest id', () => {
  const [then, now] = [
    { last: 32_760, begun: 90_000 },
    { last: 305, begun: 90_012 },
  ];

  expect(idsBetween([1, 305, 306, 32_760, 32_761], then, now, LARGEST)).toEqual([1, 305, 32_761]);
});

test.each([
  ['so much has begun that it may have begun anew twice', { last: 705, begun: 120_000 }],
  ['it is further on than what has begun explains', { last: 9000, begun: 90_003 }],
])('all are meant where %s', (_, now) => {
  expect(idsBetween([1, 701, 9500], { last: 700, begun: 90_000 }, now, LARGEST)).toEqual([1, 701, 9500]);
});

test.runIf(numberingNow() !== undefined)(
  'a program that begins is among those since, and what was there before is not',
  async () => {
    const before = numberingNow();
    const program = spawn('sleep', ['60']);
    onTestFinished(() => void program.kill());
    await once(program, 'spawn');

    const since = processesSince(before);

    expect(since).toContain(program.pid);
    expect(since).not.toContain(process.pid);
    expect(processesSince(undefined)).toEqual(expect.arrayContaining([program.pid, process.pid]));
  },
);
