import { expect, test } from 'vitest';
import { meansRequirement } from '../harness/engine/selection.ts';
import { capabilityProbes, limitProbes } from './declarations.ts';
import { allRequirements } from './index.ts';
import { laws } from './laws/requirements.ts';

/** Ids of the built-in requirements, and of the laws as those of a protocol. */
const ids = [...allRequirements, ...laws].map(({ id }) => (id.split('/').length === 2 ? `kv/${id}` : id));

test.each(Object.entries({ ...capabilityProbes, ...limitProbes }))('who looks into %s is there', (_, globs) => {
  expect(globs.filter((glob) => !ids.some((id) => meansRequirement(glob, id)))).toEqual([]);
});
