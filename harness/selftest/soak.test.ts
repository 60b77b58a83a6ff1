import { expect, test } from 'vitest';
import { enclosure } from './enclosure.ts';
import { carefulSubjects, soakCareful } from './soaking.ts';

/** The short form of `npm run test:soak`: what a busy machine must not make of a verdict. */

test('careful implementations stay without a failure beside busy loops', { timeout: 600_000 }, async (context) => {
  const enclosed = enclosure();
  if (typeof enclosed === 'string' && process.env.CI === undefined) context.skip(enclosed);
  const servers = carefulSubjects().filter(({ name }) =>
    /(lines|record|fortune)\/(server|client): \w+_careful\.py$/.test(name),
  );

  const { red, cases } = await soakCareful(servers, 1);

  expect(red).toEqual([]);
  expect(cases).toBeGreaterThan(200);
});
