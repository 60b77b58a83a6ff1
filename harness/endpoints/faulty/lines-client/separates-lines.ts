import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { linesAct } from '../../clients.ts';
import { carefulLinesCall, linesCaller, linesOf } from '../../lines-client.ts';

/** A line end is put between lines, as join does. */
export const separatesLines: ClientFault = {
  name: 'separates-lines',
  endpoint: 'lines',
  summary: 'does not end the last line',
  breaks: ['lines-are-terminated'],
  mayRedden: { 'flushes-each-line': 'a line is ended by the one after it' },
  run: runOf(linesAct(linesCaller({ ...carefulLinesCall, encode: encodeJoined }))),
};

async function* encodeJoined(input: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let before = '';
  for await (const line of linesOf(input)) {
    yield Buffer.from(`${before}${line}`);
    before = '\n';
  }
}
