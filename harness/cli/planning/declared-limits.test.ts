import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../in-process.test.helper.ts';
import { folder } from '../shell.test.helper.ts';
import { plansOf } from './plans.test.helper.ts';

const times = ['--connect-timeout', '1500', '--stall-timeout', '2500', '--idle-timeout', '3500'];
const declared = { connectTimeoutMs: 1500, stallMs: 2500, idleMs: 3500 };

test('flags declare when a program gives up, and so do the words that reach it again', async () => {
  const [plan] = await plansOf('connect/client', '--exec', 'x {port}', ...times);

  expect(plan?.target.limits).toEqual(declared);
  expect(plan?.target.reproduce).toBe(`connect/client --exec 'x {port}' ${times.join(' ')}`);
});

test('they win over a profile, in each target, and leave its other limits', async () => {
  const file = join(folder(), 'profile.json');
  const targets = [
    { suite: 'upload/client', exec: 'x {port}', limits: { stallMs: 9000, replyMs: 700 } },
    { suite: 'lines/client', exec: 'y {port}' },
  ];
  writeFileSync(file, JSON.stringify({ targets }));
  const plans = await plansOf('--profile', file, ...times);

  expect(plans.map(({ target }) => target.limits)).toEqual([{ ...declared, replyMs: 700 }, declared]);
});

test('what a profile declares is in the words that reach its program again', async () => {
  const file = join(folder(), 'profile.json');
  const limits = { stallMs: 9000, caseMs: 40_000 };
  writeFileSync(file, JSON.stringify({ targets: [{ suite: 'upload/client', exec: 'x {port}', limits }] }));
  const [plan] = await plansOf('--profile', file);

  expect(plan?.target.reproduce).toBe("upload/client --exec 'x {port}' --timeout 40000 --stall-timeout 9000");
});

test.each(['connect', 'stall', 'idle'])('--%s-timeout is refused where it is no time', async (name) => {
  for (const text of ['0', '1.5', 'soon', '3600001'])
    expect(await inProcess(['run', 'connect/client', '--exec', 'x', `--${name}-timeout`, text])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `sockspec: expected --${name}-timeout to be an integer from 1 to 3600000, found "${text}"\n`,
    });
});
