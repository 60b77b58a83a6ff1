import { expect, test } from 'vitest';
import { Unmeasured } from '../finding.ts';
import { listensAgain, restartFact } from './restarting.ts';

/** A server that was ended beside a client, and launched again on its port. */
function restart(lingering: number, problem?: string) {
  const process = {
    hasOwnPort: () => true,
    end: async () => undefined,
    lingering: async () => lingering,
    onItsPort: async () => problem,
    isPortTaken: async () => problem === 'taken',
    hasPort: async () => true,
  };
  return restartFact({ peer: { history: async () => [] }, process, note: () => undefined }, async () => undefined);
}

test('a server that listens again, and one that does not', async () => {
  expect(await restart(1)).toBe(listensAgain);
  expect(await restart(1, 'Address already in use')).toBe('Address already in use');
});

test('where the connection was reset, or another program was faster, the next attempt may tell', async () => {
  await expect(restart(0)).rejects.toThrow(Unmeasured);
  await expect(restart(1, 'taken')).rejects.toThrow(Unmeasured);
});
