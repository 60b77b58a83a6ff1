import { expect, test } from 'vitest';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { commandIn, runTargets } from './lab.test.helper.ts';

/** A reset that is lost is sent again by nobody: the IUT knows nothing of it, and is not blamed. */

const lab = useLab({ hosts: ['a', 'b'], impaired: { b: { resets: 'lost' } } });

test('a reset that never comes to the IUT concludes nothing', { timeout: 120_000 }, async () => {
  const target = { suite: 'fortune/client', interface: 'eth0', limits: { stallMs: 8000 } };
  const exec = commandIn(lab().host('b'), 'call fortune {host}:{port} --timeout 4000');

  const { run } = await runTargets(lab().host('a'), [{ ...target, exec }], ['--only', '**/reports-reset']);

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['inconclusive', 'the RST was lost on its way: the IUT still has the connection'],
  ]);
  expect((await lab().relay('b').counts()).in.lost).toBeGreaterThan(0);
});
