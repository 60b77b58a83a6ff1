import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { untilClosed } from '../../socket.ts';

/** The socket is left to the garbage collector. */
export const neverCloses: Fault = {
  name: 'never-closes',
  endpoint: 'lines',
  summary: 'never closes its side',
  breaks: ['closes-at-end', 'closes-after-disconnect'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, finish: untilClosed }),
};
