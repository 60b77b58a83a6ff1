import { expect, test } from 'vitest';
import { caseLimits } from '../limits.ts';
import { type InTurn, oneByOne } from './one-by-one.ts';

/** What a case sees of an IUT that has ended by itself, or has not. */
function caseOf(hasEnded: boolean, caseMs = 1000) {
  const told: string[] = [];
  const context: InTurn = {
    limits: caseLimits({ caseMs }),
    ends: async () => (hasEnded ? { status: 0, signal: null } : undefined),
    nextClient: async () => void told.push('the next client'),
    note: (text) => void told.push(text),
  };
  return { told, context };
}

test('each client comes after the one before, and then the next', async () => {
  const { told, context } = caseOf(false);

  await oneByOne(context, 3, async (index) => {
    told.push(`client ${index}`);
    return undefined;
  });

  expect(told).toEqual(['client 0', 'client 1', 'client 2', 'the next client']);
});

test('a client that is enough is the last, and the note says why', async () => {
  const { told, context } = caseOf(false);

  await oneByOne(context, 20, async (index) => (index === 1 ? 'the last is not ended in time' : undefined));

  expect(told).toEqual(['2 clients of 20: the last is not ended in time', 'the next client']);
});

test('the last of all needs no note', async () => {
  const { told, context } = caseOf(false);

  await oneByOne(context, 2, async (index) => (index === 1 ? 'the last is not ended in time' : undefined));

  expect(told).toEqual(['the next client']);
});

test('there are fewer where they take longer than half of the case has', async () => {
  const { told, context } = caseOf(false, 0);

  await oneByOne(context, 20, () => new Promise((resolve) => setTimeout(resolve, 20, undefined)));

  expect(told).toEqual(['1 client of 20: more take longer than half of the limit of a case', 'the next client']);
});

test('nothing is concluded of a server that ends after its first client', async () => {
  const { told, context } = caseOf(true);

  await expect(oneByOne(context, 20, async () => undefined)).rejects.toThrow(
    'a launch serves one client: the IUT ends after its first',
  );
  expect(told).toEqual([]);
});
