import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Serve } from '../../listen.ts';
import { wedge } from '../wedge.ts';

/** The accept is not in a loop. */
export const oneClientOnly: Fault = {
  name: 'one-client-only',
  endpoint: 'lines',
  summary: 'serves its first client only',
  breaks: ['serves-one-after-another'],
  mayRedden: {
    'line-in-pieces': 'its cases have a second client',
    'last-line-unterminated': 'the same',
    'empty-lines': 'the same',
    'carriage-return-is-data': 'the same',
    'long-line': 'the same',
    'split-characters': 'the same',
    'endless-line': 'the same',
    'disconnect-mid-line': 'the same',
  },
  start: (options) => {
    const { trip, guard } = wedge();
    const once = (serve: Serve): Serve =>
      guard((socket) => {
        trip();
        return serve(socket);
      });
    return linesServer(carefulLines, once)(options);
  },
};
