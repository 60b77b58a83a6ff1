import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { carefulDescribed, describedServer, type Inbox } from '../../described-server.ts';
import type { Serve } from '../../listen.ts';
import { type Read, readFrom, untilClosed, writeTo } from '../../socket.ts';
import { readUntilLate } from '../read-until-late.ts';
import { wedge } from '../wedge.ts';
import type { DescribedFault } from './fault.ts';

/** How often a server answers one question. */
const ENOUGH = 40;

/** Clients that a server serves at the same time. */
const PLACES = 100;

/** How long a server looks whether its client has ended its side, in milliseconds. */
const LOOK_MS = 30;

/** Faults of how clients are served. */
export const servingFaults: readonly DescribedFault[] = [
  {
    name: 'answers-last',
    isOfAnswers: true,
    summary: 'answers the client that was accepted last',
    breaks: ['pairing', 'queued'],
    mayRedden: {
      'idle-client': 'the one that asks was not accepted last',
      drip: 'the same',
    },
    start: (description) => {
      let last: Socket | undefined;
      const around =
        (serve: Serve): Serve =>
        (socket) => {
          last = socket;
          return serve(socket);
        };
      const send = (socket: Socket, octets: Uint8Array): Promise<void> => writeTo(last ?? socket, octets);
      return describedServer(description, { ...carefulDescribed, send }, around);
    },
  },
  {
    name: 'one-at-a-time',
    summary: 'serves one client after another',
    breaks: ['idle-client', 'drip'],
    mayRedden: { pairing: 'a greeting comes to the first client alone' },
    start: (description) => {
      let before: Promise<void> = Promise.resolve();
      const around =
        (serve: Serve): Serve =>
        (socket) => {
          const served = before.then(() => serve(socket));
          before = served.catch(() => undefined);
          return served;
        };
      return describedServer(description, carefulDescribed, around);
    },
  },
  {
    name: 'keeps-places',
    summary: `has ${PLACES} places for clients, and does not give that of one back whose connection fails`,
    breaks: ['reset-anywhere'],
    mayRedden: {},
    start: (description) => {
      let places = PLACES;
      const around =
        (serve: Serve): Serve =>
        (socket) => {
          if (places === 0) return untilClosed(socket);
          places -= 1;
          return serve(socket).finally(() => {
            if (socket.errored === null) places += 1;
          });
        };
      return describedServer(description, carefulDescribed, around);
    },
  },
  {
    name: 'tires-of-a-question',
    isOfAnswers: true,
    summary: `answers the same question ${ENOUGH} times, and then no more`,
    breaks: ['one-after-another'],
    mayRedden: {
      'slow-reader': 'four questions are asked a thousand times',
      'half-close': 'the same of a hundred, once a side has ended',
    },
    start: (description) => {
      const asked = new Map<string, number>();
      const inbox = (read: Read): Inbox => {
        const { next } = carefulDescribed.inbox(read);
        return {
          next: async (decode) => {
            const received = await next(decode);
            const key = Buffer.from(received?.octets ?? []).toString('latin1');
            const times = (asked.get(key) ?? 0) + 1;
            asked.set(key, times);
            if (times > ENOUGH) throw new Error('asked too often');
            return received;
          },
        };
      };
      return describedServer(description, { ...carefulDescribed, inbox });
    },
  },
  {
    name: 'closes-at-fin',
    isOfAnswers: true,
    summary: 'closes at the end of the stream, whatever is still to be answered',
    breaks: ['half-close'],
    mayRedden: {},
    start: (description) => {
      const ended = new WeakSet<Socket>();
      const read: typeof readFrom = (socket, idleMs) => {
        const next = readFrom(socket, idleMs);
        let ahead: ReturnType<typeof next> | undefined;
        return async () => {
          const piece = await (ahead ?? next());
          ahead = undefined;
          if (piece === undefined) return piece;
          ahead = next();
          ahead.catch(() => undefined);
          const end = await Promise.race([ahead.then((octets) => octets === undefined), pause(LOOK_MS, false)]);
          if (end) ended.add(socket);
          return piece;
        };
      };
      const send = async (socket: Socket, octets: Uint8Array): Promise<void> => {
        if (ended.has(socket)) throw new Error('the client has ended its side');
        await writeTo(socket, octets);
      };
      return describedServer(description, { ...carefulDescribed, read, send });
    },
  },
  {
    name: 'never-closes',
    summary: 'leaves a connection open whose client has ended within a message',
    breaks: ['disconnect-anywhere'],
    mayRedden: { 'ends-idle-client': 'the same', 'announced-not-sent': 'the same' },
    start: (description) => {
      const around =
        (serve: Serve): Serve =>
        async (socket) => {
          const destroy = socket.destroy.bind(socket);
          socket.destroy = (error) => (error === undefined ? socket : destroy(error));
          await serve(socket);
          await untilClosed(socket);
        };
      return describedServer(description, carefulDescribed, around);
    },
  },
  {
    name: 'dies-of-reset',
    summary: 'serves nobody any more after an RST',
    breaks: ['reset-anywhere'],
    mayRedden: {
      'over-limit': 'the client may be reset',
      'endless-field': 'the same',
      surplus: 'the same',
      stranger: 'the same',
    },
    start: (description) => {
      const { trip, guard } = wedge();
      const read: typeof readFrom = (socket, idleMs) => {
        socket.on('error', trip);
        return readFrom(socket, idleMs);
      };
      return describedServer(description, { ...carefulDescribed, read }, guard);
    },
  },
  {
    name: 'limits-whole-connection',
    isOfRounds: true,
    summary: 'leaves a client as long after it came as a silent one',
    breaks: ['ends-idle-client'],
    mayRedden: {},
    start: (description) => describedServer(description, { ...carefulDescribed, read: readUntilLate }),
  },
  {
    name: 'keeps-idle-clients',
    summary: 'never leaves a silent client',
    breaks: ['ends-idle-client'],
    mayRedden: {},
    start: (description) =>
      describedServer(description, { ...carefulDescribed, read: (socket) => readFrom(socket, 3_600_000) }),
  },
  {
    name: 'says-otherwise',
    isOfAnswers: true,
    summary: 'leaves out the last octet of what it says',
    breaks: ['answers'],
    mayRedden: {},
    start: (description) => {
      const send = (socket: Socket, octets: Uint8Array): Promise<void> => writeTo(socket, octets.subarray(0, -1));
      return describedServer(description, { ...carefulDescribed, send });
    },
  },
];
