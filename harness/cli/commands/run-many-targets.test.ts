import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, runReport } from '../shell.test.helper.ts';

const SUCCESS = 'connect/client/no-false-success[refused]';

/** So many that each of 6 threads judges more than ten: Node warns of eleven listeners that something leaves behind. */
const TARGETS = 90;

test('targets that share a thread are each judged by every case, by a plan of their own', async () => {
  const profile = join(folder(), 'many.json');
  const targets = Array.from({ length: TARGETS }, (_, index) => ({
    name: `probe ${index}`,
    suite: 'connect/client',
    reference: 'probe',
    limits: { connectTimeoutMs: 1000 },
    ...(index % 7 === 0 ? { fault: 'hides-refused' } : {}),
  }));
  writeFileSync(profile, JSON.stringify({ targets }));
  const words = ['--profile', profile, '--only', '*/*/reports-refused', '--only', SUCCESS];
  const { run, status, stderr } = await runReport(words);

  const found = (name: string) =>
    run.cases.filter(({ target }) => target === name).map(({ id, verdict }) => [id, verdict]);
  for (const { name, fault } of targets) {
    const verdict = fault === undefined ? 'pass' : 'fail';
    expect(found(name), name).toEqual([
      ['connect/client/reports-refused', verdict],
      [SUCCESS, verdict],
    ]);
  }
  expect(status).toBe(1);
  expect(stderr).toBe('');
});
