import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** Lines for which there is room. */
const ROOM = 1000;

/** The list of lines has a fixed size. */
export const shows1000Lines: Fault = {
  name: 'shows-1000-lines',
  endpoint: 'lines',
  summary: 'shows the first 1,000 lines of a client',
  breaks: ['serves-a-burst'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutFirst }),
};

async function* cutFirst(read: Read): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const line of carefulLines.cut(read)) {
    count += 1;
    if (count <= ROOM) yield line;
  }
}
