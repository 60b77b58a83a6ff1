import type { Fault } from '../../../contracts/endpoint.ts';
import { LINE_END } from '../../../protocols/lines.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { readFrom } from '../../socket.ts';

/** It looks for one line end in its buffer, and then empties the buffer. */
export const firstLineOfARead: Fault = {
  name: 'first-line-of-a-read',
  endpoint: 'lines',
  summary: 'forgets what comes in the same read after a line',
  breaks: ['lines-in-one-segment'],
  mayRedden: [
    'line-in-pieces',
    'split-characters',
    'shows-each-line',
    'last-line-unterminated',
    'empty-lines',
    'carriage-return-is-data',
    'long-line',
  ],
  start: linesServer({
    ...carefulLines,
    read: (socket, idleMs) => {
      const read = readFrom(socket, idleMs);
      return async () => {
        const piece = await read();
        return piece?.subarray(0, piece.indexOf(LINE_END) + 1 || piece.length);
      };
    },
  }),
};
