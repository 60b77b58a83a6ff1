import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** A line has to fit into one buffer. */
export const bufferOf1024: Fault = {
  name: 'buffer-of-1024',
  endpoint: 'lines',
  summary: 'breaks lines after 1024 octets',
  breaks: ['long-line'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutShort }),
};

const BUFFER_OCTETS = 1024;

async function* cutShort(read: Read): AsyncGenerator<Uint8Array> {
  for await (const line of carefulLines.cut(read)) {
    let at = 0;
    do {
      yield line.subarray(at, at + BUFFER_OCTETS);
      at += BUFFER_OCTETS;
    } while (at < line.length);
  }
}
