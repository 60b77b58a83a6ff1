import type { Socket } from 'node:net';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import { untilClosed } from '../../socket.ts';

/** The socket is left to the garbage collector. */
export const neverCloses: Fault = {
  name: 'never-closes',
  endpoint: 'record',
  summary: 'shows the record and never closes its side',
  breaks: ['closes-after-record'],
  mayRedden: {},
  start: recordServer({ ...carefulRecord, finish: keepOpen }),
};

/** The end of the client was not waited for, so its idle time still runs: it would close what is forgotten. */
function keepOpen(socket: Socket): Promise<void> {
  socket.setTimeout(0);
  return untilClosed(socket);
}
