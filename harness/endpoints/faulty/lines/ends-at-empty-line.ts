import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** In many languages an empty line and the end of the stream look alike. */
export const endsAtEmptyLine: Fault = {
  name: 'ends-at-empty-line',
  endpoint: 'lines',
  summary: 'takes an empty line for the end of the stream',
  breaks: ['empty-lines'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutToEmpty }),
};

async function* cutToEmpty(read: Read): AsyncGenerator<Uint8Array> {
  for await (const line of carefulLines.cut(read)) {
    if (line.length === 0) return;
    yield line;
  }
}
