import { expect, test } from 'vitest';
import { comesBack } from './round-trip.ts';

/** Over real sockets, all of them pinned to 127.0.0.1. */

const LOOPBACK = '127.0.0.1';
const GROUP = '239.255.77.78';

const toGroup = { from: LOOPBACK, to: GROUP } as const;
const pinned = {
  prepareSender: (socket: { setMulticastInterface(address: string): void }) => socket.setMulticastInterface(LOOPBACK),
};

test('what is sent to a joined group comes back', async () => {
  const join = {
    prepareReceiver: (socket: { addMembership(group: string, on: string): void }) =>
      socket.addMembership(GROUP, LOOPBACK),
  };

  expect(await comesBack({ ...toGroup, ...pinned, ...join })).toBe(true);
});

test('what is sent to a group that nobody joined does not', async () => {
  expect(await comesBack({ ...toGroup, ...pinned, prepareReceiver: () => undefined })).toBe(false);
});

test.runIf(process.platform === 'linux')('a broadcast without SO_BROADCAST is refused', async () => {
  const nothing = { prepareReceiver: () => undefined, prepareSender: () => undefined };

  await expect(comesBack({ from: LOOPBACK, to: '127.255.255.255', ...nothing })).rejects.toMatchObject({
    code: 'EACCES',
  });
});

test('an address that this machine does not have is refused', async () => {
  const nothing = { prepareReceiver: () => undefined, prepareSender: () => undefined };

  await expect(comesBack({ from: '203.0.113.77', to: GROUP, ...nothing })).rejects.toMatchObject({
    code: 'EADDRNOTAVAIL',
  });
});
