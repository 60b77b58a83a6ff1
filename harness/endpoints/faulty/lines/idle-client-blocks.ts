import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import { readFrom } from '../../socket.ts';

/** What a socket takes for "no limit". */
const NO_LIMIT = 0;

/** One client at a time, and no limit on its silence. */
export const idleClientBlocks: Fault = {
  name: 'idle-client-blocks',
  endpoint: 'lines',
  summary: 'serves nobody while a silent client is connected',
  breaks: ['idle-client', 'ends-idle-client'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, read: (socket) => readFrom(socket, NO_LIMIT) }, oneAtATime),
};
