import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { readFrom } from '../../socket.ts';

/** Half a character at the end of a read is replaced, and the other half too. */
export const decodesEachRead: Fault = {
  name: 'decodes-each-read',
  endpoint: 'lines',
  summary: 'decodes what each read gives by itself',
  breaks: ['split-characters'],
  mayRedden: {},
  start: linesServer({
    ...carefulLines,
    read: (socket, idleMs) => {
      const read = readFrom(socket, idleMs);
      return async () => {
        const piece = await read();
        return piece && Buffer.from(Buffer.from(piece).toString('utf8'));
      };
    },
  }),
};
