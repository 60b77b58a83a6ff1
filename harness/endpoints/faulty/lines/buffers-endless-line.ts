import type { Fault } from '../../../contracts/endpoint.ts';
import { LINE_END } from '../../../protocols/lines.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';
import { wedge } from '../wedge.ts';

const MEMORY_OCTETS = 1024 * 1024;

/** It collects a line until it ends; the memory ends first. */
export const buffersEndlessLine: Fault = {
  name: 'buffers-endless-line',
  endpoint: 'lines',
  summary: 'buffers a line without end, and serves nobody any more after 1 MiB of it',
  breaks: ['endless-line'],
  mayRedden: {},
  start: (options) => {
    const { trip, guard } = wedge();
    async function* cut(read: Read): AsyncGenerator<Uint8Array> {
      let octets = 0;
      const counting: Read = async () => {
        const piece = await read();
        const end = piece?.lastIndexOf(LINE_END) ?? -1;
        octets = end === -1 ? octets + (piece?.length ?? 0) : (piece?.length ?? 0) - end - 1;
        if (octets <= MEMORY_OCTETS) return piece;
        trip();
        while ((await read()) !== undefined);
        return undefined;
      };
      yield* carefulLines.cut(counting);
    }
    return linesServer({ ...carefulLines, cut }, guard)(options);
  },
};
