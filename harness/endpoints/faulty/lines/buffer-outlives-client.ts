import type { Fault } from '../../../contracts/endpoint.ts';
import { LINE_END } from '../../../protocols/lines.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/** The buffer belongs to the server, not to the connection. */
export const bufferOutlivesClient: Fault = {
  name: 'buffer-outlives-client',
  endpoint: 'lines',
  summary: 'puts the rest of one client before the first line of the next',
  breaks: ['last-line-unterminated', 'disconnect-mid-line', 'serves-one-after-another', 'closes-after-disconnect'],
  mayRedden: {
    'endless-line': 'the next client continues the endless line',
    'idle-client': 'the same of the part of a client that was silent for too long',
  },
  start: (options) => {
    let left: Uint8Array = new Uint8Array();
    async function* cut(read: Read): AsyncGenerator<Uint8Array> {
      const keeping: Read = async () => {
        const piece = await read();
        if (piece === undefined) return undefined;
        const octets = Buffer.concat([left, piece]);
        const end = octets.lastIndexOf(LINE_END) + 1;
        left = octets.subarray(end);
        return end === 0 ? keeping() : octets.subarray(0, end);
      };
      yield* carefulLines.cut(keeping);
    }
    return linesServer({ ...carefulLines, cut })(options);
  },
};
