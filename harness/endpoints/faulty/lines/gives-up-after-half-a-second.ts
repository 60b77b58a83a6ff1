import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { readFrom } from '../../socket.ts';

/** In milliseconds. */
const PATIENCE_MS = 500;

/** The time limit is one of a program that speaks to programs. */
export const givesUpAfterHalfASecond: Fault = {
  name: 'gives-up-after-half-a-second',
  endpoint: 'lines',
  summary: 'leaves a client that is silent for half a second',
  breaks: ['waits-for-slow', 'ends-idle-client'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, read: (socket) => readFrom(socket, PATIENCE_MS) }),
};
