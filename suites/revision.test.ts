import { expect, test } from 'vitest';
import type { Requirement } from '../harness/contracts/requirement.ts';
import { builtInRequirements, meaningHash, revisionOf, revisions } from './revision.ts';

test('the last revision is that of the requirements as they are: a changed one is a row more', () => {
  const sha256 = meaningHash(builtInRequirements());
  const version = revisions.length + 1;
  const says = `the meaning of a requirement has changed: add { version: ${version}, sha256: '${sha256}' } to suites/revision.ts`;

  expect(revisions.at(-1)?.sha256, says).toBe(sha256);
});

test('versions rise by one, and none has the requirements of another', () => {
  expect(revisions.map(({ version }) => version)).toEqual(revisions.map((_, index) => index + 1));
  expect(new Set(revisions.map(({ sha256 }) => sha256)).size).toBe(revisions.length);
});

const row: Requirement = {
  ...{ id: 'kv/server/a', level: 'MUST', source: 'tutorial', text: 'It is so.', seen: ['wire'], provoked: 'Once.' },
  ...{ failure: 'It is not.', mend: 'Have it so.' },
};

test.each<[string, Partial<Requirement>]>([
  ['id', { id: 'kv/server/b' }],
  ['level', { level: 'SHOULD' }],
  ['source', { source: 'RFC 9293 §3' }],
  ['text', { text: 'It is not so.' }],
  ['observations', { seen: ['output'] }],
  ['stimulus', { provoked: 'Twice.' }],
])('another %s is another meaning', (_, changes) => {
  expect(meaningHash([{ ...row, ...changes }])).not.toBe(meaningHash([row]));
});

test('a row more is another meaning, other advice is none', () => {
  expect(meaningHash([row, { ...row, id: 'kv/server/b' }])).not.toBe(meaningHash([row]));
  expect(meaningHash([{ ...row, failure: 'x', mend: 'y', dependsOn: ['kv/server/b'] }])).toBe(meaningHash([row]));
});

test('a run tells the revision of all, and each suite that it is judged by once', async () => {
  const { version, sha256, suites } = await revisionOf(['lines/server', 'frames', 'lines/server']);

  expect({ version, sha256 }).toEqual(revisions.at(-1));
  expect(suites.map(({ suite }) => suite)).toEqual(['lines/server', 'frames']);
  expect(suites[1]?.requirements).toContain('frames/igmp-join');
  expect(suites[0]?.cases).toBeGreaterThan(suites[0]?.requirements.length ?? 0);
  for (const { cases, casesOf = [], requirements } of suites) {
    expect(casesOf).toHaveLength(requirements.length);
    expect(casesOf.reduce((sum, count) => sum + count, 0)).toBe(cases);
  }
});
