import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { linesAct } from '../../clients.ts';
import { carefulLinesCall, linesCaller } from '../../lines-client.ts';

/** A buffer that is flushed before it is filled, not after. */
export const oneLineBehind: ClientFault = {
  name: 'one-line-behind',
  endpoint: 'lines',
  summary: 'sends each line with the next one',
  breaks: ['flushes-each-line'],
  mayRedden: {},
  run: runOf(linesAct(linesCaller({ ...carefulLinesCall, encode: encodeLate }))),
};

async function* encodeLate(input: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined;
  for await (const line of carefulLinesCall.encode(input)) {
    if (held !== undefined) yield held;
    held = line;
  }
  if (held !== undefined) yield held;
}
