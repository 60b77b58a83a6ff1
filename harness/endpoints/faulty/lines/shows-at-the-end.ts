import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** It reads to the end of the stream, and splits then. */
export const showsAtTheEnd: Fault = {
  name: 'shows-at-the-end',
  endpoint: 'lines',
  summary: 'shows nothing before the client has ended its side',
  breaks: ['shows-each-line'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutAtEnd }),
};

async function* cutAtEnd(read: Read): AsyncGenerator<Uint8Array> {
  const lines: Uint8Array[] = [];
  for await (const line of carefulLines.cut(read)) lines.push(line);
  yield* lines;
}
