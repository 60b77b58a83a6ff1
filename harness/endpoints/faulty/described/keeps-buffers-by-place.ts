import type { Socket } from 'node:net';
import { carefulDescribed, describedServer, type Inbox } from '../../described-server.ts';
import type { Serve } from '../../listen.ts';
import { type Read, readFrom } from '../../socket.ts';
import type { DescribedFault } from './fault.ts';

const NOTHING = new Uint8Array();

/** Octets of a message that are kept. */
const MOST = 1024 * 1024;

/** A table of clients, as poll takes one: when a client leaves, the last takes its place, and its buffer stays where it was. */
export const keepsBuffersByPlace: DescribedFault = {
  name: 'keeps-buffers-by-place',
  summary: 'loses what the last client has sent of a message when another client leaves',
  breaks: ['pairing'],
  mayRedden: {},
  start: (description) => {
    const places: Read[] = [];
    const buffers: Uint8Array[] = [];
    const reads = new Map<Socket, Read>();
    const comes = (socket: Socket, idleMs: number): Read => {
      const read = readFrom(socket, idleMs);
      reads.set(socket, read);
      buffers[places.push(read) - 1] = NOTHING;
      return read;
    };
    const leaves = (socket: Socket): void => {
      const gone = reads.get(socket);
      const last = places.pop();
      if (gone === undefined || last === undefined || !reads.delete(socket) || gone === last) return;
      const place = places.indexOf(gone);
      places[place] = last;
      buffers[place] = NOTHING;
    };
    const around =
      (serve: Serve): Serve =>
      (socket) =>
        serve(socket).finally(() => leaves(socket));
    const inbox = (read: Read): Inbox => {
      const kept = (): Uint8Array => buffers[places.indexOf(read)] ?? NOTHING;
      const keep = (octets: Uint8Array): void => {
        buffers[places.indexOf(read)] = octets;
      };
      return {
        next: async (decode) => {
          for (let hasEnded = false; ; ) {
            const came = kept();
            const decoded = decode(came, hasEnded);
            if (decoded.kind === 'message') {
              keep(came.slice(decoded.length));
              return { message: decoded.message, octets: came.slice(0, decoded.length) };
            }
            if (hasEnded && came.length === 0) return undefined;
            if (hasEnded || decoded.kind === 'malformed' || came.length > MOST) throw new Error('no message');
            const piece = await read();
            hasEnded = piece === undefined;
            keep(Buffer.concat([kept(), piece ?? NOTHING]));
          }
        },
      };
    };
    return describedServer(description, { ...carefulDescribed, read: comes, inbox }, around);
  },
};
