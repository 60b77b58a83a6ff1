import type { Fault } from '../../../contracts/endpoint.ts';
import { LINE_END } from '../../../protocols/lines.ts';
import { carefulLines, LINE_OCTETS_LIMIT, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

const NOTHING = new Uint8Array();

/** A table of clients, as poll takes one: when a client leaves, the last takes its place, and its buffer stays where it was. */
export const keepsBuffersByPlace: Fault = {
  name: 'keeps-buffers-by-place',
  endpoint: 'lines',
  summary: 'loses what the last client has sent of a line when another client leaves',
  breaks: ['serves-one-after-another'],
  mayRedden: {},
  start: (options) => {
    const places: symbol[] = [];
    const buffers: Uint8Array[] = [];
    async function* cut(read: Read): AsyncGenerator<Uint8Array> {
      const client = Symbol('a client');
      const place = (): number => places.indexOf(client);
      buffers[places.push(client) - 1] = NOTHING;
      const keeping: Read = async () => {
        const piece = await read();
        const octets = Buffer.concat([buffers[place()] ?? NOTHING, piece ?? NOTHING]);
        const end = piece === undefined ? octets.length : octets.lastIndexOf(LINE_END) + 1;
        buffers[place()] = octets.subarray(end);
        if (octets.length - end > LINE_OCTETS_LIMIT) throw new Error('a line without an end');
        if (end > 0) return octets.subarray(0, end);
        return piece && keeping();
      };
      try {
        yield* carefulLines.cut(keeping);
      } finally {
        const left = place();
        const last = places.pop();
        buffers[left] = NOTHING;
        if (last !== undefined && last !== client) places[left] = last;
      }
    }
    return linesServer({ ...carefulLines, cut })(options);
  },
};
