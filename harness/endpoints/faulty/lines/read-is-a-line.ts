import type { Fault } from '../../../contracts/endpoint.ts';
import { LINE_END } from '../../../protocols/lines.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** The mistake of every first socket program: one send is taken to be one receive. */
export const readIsALine: Fault = {
  name: 'read-is-a-line',
  endpoint: 'lines',
  summary: 'shows what each read gives as a line',
  breaks: ['line-in-pieces', 'random-segmentation', 'split-characters'],
  mayRedden: {
    'long-line': 'a long line takes several reads',
    'serves-a-burst': 'a read ends within a line',
  },
  start: linesServer({ ...carefulLines, cut: cutAtReads }),
};

async function* cutAtReads(read: Read): AsyncGenerator<Uint8Array> {
  for (let piece = await read(); piece !== undefined; piece = await read()) {
    yield piece.at(-1) === LINE_END ? piece.subarray(0, -1) : piece;
  }
}
