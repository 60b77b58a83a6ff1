import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isAnyBusy, programOf } from './threads.ts';

/** A made-up `/proc` of processes, each with the states of its threads; the first is that of the process. */
function tables(processes: Readonly<Record<number, readonly [states: string, children?: string]>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sockspec proc-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [pid, [states, children = '']] of Object.entries(processes)) {
    for (const [index, state] of [...states].entries()) {
      const place = join(root, pid, 'task', String(Number(pid) + index));
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'stat'), `${pid} (a) R (name) ${state} 1 2 3`);
      writeFileSync(join(place, 'children'), index === 0 ? children : '');
    }
    writeFileSync(join(root, pid, 'stat'), `${pid} (a) R (name) ${states[0]} 1 2 3`);
  }
  return root;
}

test.each([
  ['sleeps', { 10: ['S'] }, false],
  ['runs', { 10: ['R'] }, true],
  ['runs in its second thread', { 10: ['SR'] }, true],
  ['waits for the disk', { 10: ['D'] }, false],
  ['has ended, and nobody was told', { 10: ['Z'] }, true],
  ['runs in a child', { 10: ['S', '20 30 '], 20: ['S'], 30: ['SR'] }, true],
  ['has a child that it never asked for', { 10: ['S', '20 '], 20: ['Z'] }, false],
  ['is gone', {}, undefined],
] as const)('a process that %s', (_, processes, busy) => {
  expect(isAnyBusy(10, tables(processes))).toBe(busy);
});

test('the program of a process is the name of its file, and nothing where that is not told', () => {
  const root = tables({ 10: ['S'] });
  symlinkSync('/usr/bin/python3.11', join(root, '10', 'exe'));

  expect(programOf(10, root)).toBe('python3.11');
  expect(programOf(11, root)).toBe('');
});
