import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** Splitting at runs of line ends. */
export const dropsEmptyLines: Fault = {
  name: 'drops-empty-lines',
  endpoint: 'lines',
  summary: 'does not show empty lines',
  breaks: ['empty-lines'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutNonEmpty }),
};

async function* cutNonEmpty(read: Read): AsyncGenerator<Uint8Array> {
  for await (const line of carefulLines.cut(read)) if (line.length > 0) yield line;
}
