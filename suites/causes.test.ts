import { expect, test } from 'vitest';
import type { Requirement } from '../harness/contracts/requirement.ts';
import { suites } from './index.ts';
import { datagramLaws, streamLaws } from './laws/requirements.ts';

const tables: readonly (readonly [string, readonly Requirement[]])[] = [
  ...suites.map(({ path, requirements }) => [path, requirements] as const),
  ...Object.entries({ streams: streamLaws, datagrams: datagramLaws }).flatMap(([over, laws]) =>
    ['server', 'client'].map(
      (role) => [`laws of a ${role} over ${over}`, laws.filter(({ id }) => id.startsWith(`${role}/`))] as const,
    ),
  ),
];

test.each(tables)('what a failure of %s comes of is a requirement of the same suite, named once', (_, requirements) => {
  const ids = new Set(requirements.map(({ id }) => id));

  expect(requirements.flatMap(({ dependsOn = [] }) => dependsOn.filter((cause) => !ids.has(cause)))).toEqual([]);
  for (const { id, dependsOn = [] } of requirements) expect(new Set(dependsOn).size, id).toBe(dependsOn.length);
});

test.each(tables)('no failure of %s comes of itself, however many are between', (_, requirements) => {
  const causes = new Map(requirements.map(({ id, dependsOn = [] }) => [id, dependsOn]));
  const reached = (id: string, seen: ReadonlySet<string>): readonly string[] =>
    (causes.get(id) ?? []).flatMap((cause) => (seen.has(cause) ? [cause] : reached(cause, new Set([...seen, cause]))));

  for (const { id } of requirements) expect(reached(id, new Set([id])), id).toEqual([]);
});

test('nearly every suite has failures that come of others', () => {
  const without = tables.filter(([, requirements]) => requirements.every(({ dependsOn }) => dependsOn === undefined));

  expect(without.map(([path]) => path)).toEqual([]);
});
