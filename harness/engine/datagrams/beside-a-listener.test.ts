import { expect, test } from 'vitest';
import { caseLimits } from '../limits.ts';
import { besideFact, sendsBeside } from './beside-a-listener.ts';
import type { Arrival } from './datagram-sink.ts';
import type { Unheard } from './sender-context.ts';

const from = (source: string): Arrival => ({
  ...{ at: 0, excusedMs: 0, to: 'broadcast', address: '127.255.255.255' },
  ...{ octets: Buffer.from('hello world'), source, port: 4000 },
});

/** A sender that sends this beside a listener, and comes to that without one. */
function sender(arrivals: readonly Arrival[], alone: Unheard) {
  const refused = { status: 1, signal: null };
  return {
    sends: async () => arrivals,
    runsUnheard: async () => alone,
    end: () => (arrivals.length > 0 ? undefined : refused),
    printed: () => 'OSError: [Errno 98] Address already in use\n',
    destination: '127.255.255.255',
    port: 5000,
    limits: caseLimits({}),
  };
}

test('a sender of this machine that is heard sends beside a listener', async () => {
  expect(await besideFact(sender([from('127.0.0.1')], 'ended'))).toBe(sendsBeside);
});

test('one that sends nothing, and has the port where nobody listens, needs it for itself', async () => {
  const fact = await besideFact(sender([], 'has the port'));

  expect(fact).toContain('its last line: "OSError: [Errno 98] Address already in use"');
  expect(fact).toContain('where nobody listens it runs, and has port 5000 for itself');
});

test.each(['ended', 'has another port'] as const)(
  'one that sends nothing and %s without a listener is open',
  async (alone) => {
    await expect(besideFact(sender([], alone))).rejects.toThrow('no datagram: the sender ended by itself (status 1)');
  },
);

test('a sender of another machine has nobody beside it', async () => {
  await expect(besideFact(sender([from('192.0.2.7')], 'ended'))).rejects.toThrow('another machine, 192.0.2.7');
});
