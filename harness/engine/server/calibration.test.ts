import { expect, test } from 'vitest';
import { afterFirst } from './calibration.ts';
import { served, servedLate } from './next-client.ts';

/** What becomes of a launched server whose second client comes to this: the fact, and whether it is taken for one of a single client. */
async function after(second: string | undefined, died: readonly (string | undefined)[] = []) {
  const ends = [...died];
  let isForOne = false;
  const session = {
    ...{ plan: { role: 'server' as const }, target: { relaunches: true } },
    learnEnding: async () => undefined,
    endsAfterClient: () => false,
    servesOnce: () => {
      isForOne = true;
    },
  };
  const fact = await afterFirst(session, { died: async () => ends.shift() }, served, async () => second);
  return { fact, isForOne };
}

test.each([
  ['is served', served],
  ['is served late', servedLate],
  ['comes while the machine is too busy to tell', undefined],
])('a server whose second client %s serves more than one', async (_, second) => {
  expect(await after(second)).toEqual({ fact: served, isForOne: false });
});

test('a server whose second client is not served, and that lives, serves one client', async () => {
  expect(await after('nothing within 2 s')).toEqual({ fact: served, isForOne: true });
});

test('a server that dies of a client is told with that client', async () => {
  const death = 'the IUT has ended with exit status 1';

  expect(await after(served, [death])).toEqual({ fact: `after its first client: ${death}`, isForOne: false });
  expect(await after('refused', [undefined, death])).toEqual({
    fact: `after its second client: ${death}`,
    isForOne: false,
  });
});
