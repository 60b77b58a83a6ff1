import { expect, test } from 'vitest';
import { junit } from './junit.ts';
import { sampleCase, sampleRun } from './samples.ts';
import { table } from './table.ts';

const options = { color: false, width: 120 };

const run = sampleRun({
  cases: [
    sampleCase({ verdict: 'fail', reason: 'no file', known: 'ticket 7' }),
    sampleCase({ requirement: 'upload/server/reset-survived', verdict: 'warning', level: 'SHOULD', known: 'ticket 8' }),
    sampleCase({ requirement: 'upload/server/stale', known: 'ticket 9', failsRun: true, reason: 'passes' }),
  ],
});

test('the table shows what is known, and what passes though it is known to fail', () => {
  const text = table.render(run, options);

  expect(text).toMatch(/stores-contents-exactly +MUST +0\/1 +✗ fail +known \(ticket 7\): no file/);
  expect(text).toMatch(/1 pass, 1 fail, 1 warning, 2 known failures,/);
  expect(text).toMatch(/^✗ fail, known {2}upload\/server\/stores-contents-exactly\[1\]/m);
  expect(text).toMatch(/^✓ pass, known {2}upload\/server\/stale\[1\]/m);
});

test('one unknown failure of a requirement makes its row an unknown one', () => {
  const cases = [...run.cases.slice(0, 1), sampleCase({ id: 'x', verdict: 'fail', reason: 'no end' })];

  expect(table.render(sampleRun({ cases }), options)).toMatch(/0\/2 +✗ fail +no file$/m);
});

test('JUnit skips what is known, and fails what passes though it is known to fail', () => {
  const text = junit.render(run, options);

  expect(text).toContain('tests="3" failures="1" errors="0" skipped="2"');
  expect(text).toContain('<skipped message="known failure (ticket 7): no file"/>');
  expect(text).toMatch(/name="upload\/server\/stale\[1\]".*<failure message="passes" type="MUST">/s);
  expect(text).not.toContain('system-out');
});
