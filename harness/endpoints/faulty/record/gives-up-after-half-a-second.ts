import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import { readFrom } from '../../socket.ts';

/** In milliseconds. */
const PATIENCE_MS = 500;

/** The time limit is one of a program that speaks to programs. */
export const givesUpAfterHalfASecond: Fault = {
  name: 'gives-up-after-half-a-second',
  endpoint: 'record',
  summary: 'leaves a client that is silent for half a second',
  breaks: ['waits-for-slow', 'ends-idle-client'],
  mayRedden: {},
  start: recordServer({ ...carefulRecord, read: (socket) => readFrom(socket, PATIENCE_MS) }),
};
