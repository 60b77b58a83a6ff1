import { expect, test } from 'vitest';
import type { Run } from '../harness/contracts/run.ts';
import { badge } from './badge.ts';
import { parsePage } from './html/parsed.test.helper.ts';
import { sampleCase, sampleRun, sampleRuns, sampleTested, statedRun } from './samples.ts';

const options = { color: false, width: 80 };

const known = sampleRun({ cases: [sampleCase({ verdict: 'fail', known: 'ticket 7' })] });
const stale = sampleRun({ outcome: 'nonconformant', cases: [sampleCase({ verdict: 'pass', failsRun: true })] });
const ofVersion1 = sampleRun({
  parts: [{ started: '2010-02-01T12:00:00.000Z', tool: '0.1.0', targets: ['phone'] }],
  cases: [sampleCase()],
});
const replaced = sampleRun({
  targets: statedRun.targets.map((target) => ({
    ...target,
    tested: [
      sampleTested({ files: [{ what: 'program', path: '/x', sha256: '0'.repeat(64), atEnd: { problem: 'gone' } }] }),
    ],
  })),
  cases: [sampleCase()],
});
const gated = sampleRun({ outcome: 'nonconformant', cases: [sampleCase()] });

test.each<[string, Run, string]>([
  ['a conformant run', sampleRuns.conformant, 'conformant'],
  ['one in part, with an open MUST and a known failure', statedRun, 'conformant, in part, 1 open, 1 known'],
  ['one with a known failure', known, 'conformant, 1 known'],
  ['one that was stopped', { ...sampleRuns.conformant, complete: false }, 'conformant, in part'],
  ['one of version 1, which does not say how much there was', ofVersion1, 'conformant, extent unknown'],
  ['one whose program was replaced meanwhile', replaced, 'conformant, program replaced'],
  ['failures, each requirement once', sampleRuns.manyOfOne, '1 failed'],
  ['a run that its gate fails alone', gated, 'not conformant'],
  ['one whose known failure has passed', stale, 'not conformant'],
  ['a run that reached nothing', sampleRuns.unreached, 'not concluded'],
  ['an error of the harness', sampleRuns.mixed, 'not concluded'],
])('%s is said in a few words, as a picture with a name', (_, run, words) => {
  const text = badge.render(run, options);
  const { attributes, texts, errors } = parsePage(`<!DOCTYPE html><title>x</title>${text}`);

  expect(text).toContain(`<title>sockspec: ${words}</title>`);
  expect(attributes).toContainEqual({ name: 'role', value: 'img' });
  expect(attributes).toContainEqual({ name: 'aria-label', value: `sockspec: ${words}` });
  expect(errors).toEqual([]);
  expect(texts.filter((one) => one.trim() !== '')).toEqual([]);
});

test('it is small, refers to nothing, and holds no word of the program', () => {
  const text = badge.render(sampleRuns.hostile, options);

  expect(text.length).toBeLessThan(1024);
  expect(text.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|href|url\(|<style|<script/);
  expect(text).not.toContain('owned');
});
