import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { WorkerPlan } from '../contracts/plan.ts';
import { visible } from '../text/visible.ts';
import { reproduce } from './reproduce.ts';

const plan: WorkerPlan = {
  target: {
    ...{ name: 'it', suite: 'made/up', role: 'server', transport: 'tcp', limits: {}, capabilities: {} },
    means: { kind: 'address', host: '127.0.0.1', port: 1 },
    reproduce: "made/up --exec 'two  spaces'",
  },
  selection: { suites: [], only: [], skip: [] },
  seed: 7,
  repeat: 1,
};

test('the command that repeats a case is copied from a report as it is', () => {
  const command = reproduce('made/up/one[{x}\0y\u001b]', plan);
  const words = execFileSync('sh', ['-c', `printf '%s|' ${command.replace('sockspec', '')}`], { encoding: 'utf8' });

  expect(visible(command)).toBe(command);
  expect(words.split('|').slice(0, -1)).toEqual([
    ...['run', 'made/up', '--exec', 'two  spaces', '--only', 'made/up/one[{x}\\x00y\\x1B]', '--seed', '7'],
  ]);
  expect(reproduce('made/up/one', undefined)).toBe('sockspec run --only made/up/one --seed 0');
});

test('what the command cannot say is named in a comment, which a shell leaves out', () => {
  const lacking = { ...plan, target: { ...plan.target, unsaid: ['env.A\n; false', 'limits.closeMs'] } };
  const command = reproduce('made/up/one', lacking);

  expect(command).toMatch(/ --seed 7 # without what the profile declares: env\.A\\x0A; false, limits\.closeMs$/);
  expect(execFileSync('sh', ['-c', command.replace('sockspec', 'echo')], { encoding: 'utf8' })).toBe(
    'run made/up --exec two  spaces --only made/up/one --seed 7\n',
  );
});
