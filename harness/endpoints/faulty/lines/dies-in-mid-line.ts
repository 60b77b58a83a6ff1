import type { Fault } from '../../../contracts/endpoint.ts';
import { LINE_END } from '../../../protocols/lines.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';
import { wedge } from '../wedge.ts';

/** What is left in the buffer at the end, or a reset, is an exception that ends the loop of accepts. */
export const diesInMidLine: Fault = {
  name: 'dies-in-mid-line',
  endpoint: 'lines',
  summary: 'serves nobody any more after a client that left within a line',
  breaks: ['disconnect-mid-line', 'closes-after-disconnect'],
  mayRedden: {
    'last-line-unterminated': 'the client leaves in mid-line',
    'endless-line': 'the same',
    'serves-one-after-another': 'the same',
  },
  start: (options) => {
    const { trip, guard } = wedge();
    async function* cut(read: Read): AsyncGenerator<Uint8Array> {
      let last: number = LINE_END;
      const watched: Read = async () => {
        const piece = await read();
        last = piece?.at(-1) ?? last;
        return piece;
      };
      try {
        yield* carefulLines.cut(watched);
      } finally {
        if (last !== LINE_END) trip();
      }
    }
    return linesServer({ ...carefulLines, cut }, guard)(options);
  },
};
