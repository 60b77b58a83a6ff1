import { expect, test } from 'vitest';
import { caseLimits } from '../limits.ts';
import { silentClients } from './departures.ts';

test.each([
  [{}, {}, 8, undefined],
  [{ idleMs: 2000, caseMs: 20_000 }, {}, 5, /within half of the limit of a case/],
  [{ idleMs: 60_000, caseMs: 20_000 }, {}, 1, /within half of the limit of a case/],
  [{}, { concurrentClients: false }, 2, /no pool/],
  [{ idleMs: 8000, caseMs: 20_000 }, { concurrentClients: false }, 1, /within half of the limit of a case/],
] as const)('limits %j and capabilities %j: %d silent clients', (limits, capabilities, count, why) => {
  const clients = silentClients({ limits: caseLimits(limits), capabilities });

  expect(clients.count).toBe(count);
  if (why === undefined) expect(clients.why).toBeUndefined();
  else expect(clients.why).toMatch(why);
});
