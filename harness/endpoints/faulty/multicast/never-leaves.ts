import type { Socket } from 'node:dgram';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';

/** Longer than any close limit, in milliseconds; nobody waits for it. */
const LATE_MS = 20_000;

/** Of the wait for one more datagram only the end is played. */
const closeLate = async (socket: Socket): Promise<void> => {
  setTimeout(() => socket.close(), LATE_MS).unref();
  socket.unref();
};

/** The interrupt is caught, and another thread waits for one more datagram. */
export const neverLeaves: Fault = {
  name: 'never-leaves',
  endpoint: 'multicast',
  summary: 'is still a member when it was asked to end',
  breaks: ['leaves'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulMulticast, leave: () => undefined, close: closeLate }),
};
