import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { linesAct } from '../../clients.ts';
import { carefulLinesCall, linesCaller } from '../../lines-client.ts';

/** A buffered stream that is flushed when it is closed. */
export const buffersToTheEnd: ClientFault = {
  name: 'buffers-to-the-end',
  endpoint: 'lines',
  summary: 'sends nothing before it has all lines',
  breaks: ['flushes-each-line'],
  mayRedden: {},
  run: runOf(linesAct(linesCaller({ ...carefulLinesCall, encode: encodeAll }))),
};

async function* encodeAll(input: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const lines: Uint8Array[] = [];
  for await (const line of carefulLinesCall.encode(input)) lines.push(line);
  yield Buffer.concat(lines);
}
