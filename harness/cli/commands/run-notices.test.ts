import { expect, test } from 'vitest';
import { plansOf } from '../planning/plans.test.helper.ts';
import { writingTo } from '../terminal/print.ts';
import { tellNoShell } from './run-notices.ts';

test('a command that looks as if a shell read it is told, once for all targets that have it', async () => {
  const plans = await plansOf(
    'lines/server',
    '--exec',
    'x {port}',
    '--build',
    'true && false',
    '--output',
    'sh -c "a | b"',
  );
  const said: string[] = [];
  const take = (text: string): unknown => said.push(text);
  writingTo({ out: take, err: take }, () => tellNoShell([...plans, ...plans]));

  expect(said).toEqual([
    "--build: no shell reads true && false: its && is a word like any other; sh -c '…' has a shell\n",
  ]);
});
