import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** Only a line end lets a line leave the buffer. */
export const dropsLastLine: Fault = {
  name: 'drops-last-line',
  endpoint: 'lines',
  summary: 'does not show a last line without its 0x0A',
  breaks: ['last-line-unterminated'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutEnded }),
};

async function* cutEnded(read: Read): AsyncGenerator<Uint8Array> {
  let ended = false;
  const watched: Read = async () => {
    const piece = await read();
    ended = piece === undefined;
    return piece;
  };
  for await (const line of carefulLines.cut(watched)) if (!ended) yield line;
}
