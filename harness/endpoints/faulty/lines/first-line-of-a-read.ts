import type { Fault } from '../../../contracts/endpoint.ts';
import { LINE_END } from '../../../protocols/lines.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { readFrom } from '../../socket.ts';

/** It looks for one line end in its buffer, and then empties the buffer. */
export const firstLineOfARead: Fault = {
  name: 'first-line-of-a-read',
  endpoint: 'lines',
  summary: 'forgets what comes in the same read after a line',
  breaks: ['lines-in-one-segment', 'random-segmentation'],
  mayRedden: {
    'line-in-pieces': 'the rest of a line and the next one share a read',
    'split-characters': 'the same',
    'empty-lines': 'several lines share a read',
    'carriage-return-is-data': 'the same',
  },
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
