import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';
import { decodeBlocks } from '../decode-blocks.ts';

/** A line is whole, and is decoded a block at a time. */
export const decodesEachBlock: Fault = {
  name: 'decodes-each-block',
  endpoint: 'lines',
  summary: 'decodes a line one block of 64 KiB at a time',
  breaks: ['split-characters'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutInBlocks }),
};

async function* cutInBlocks(read: Read): AsyncGenerator<Uint8Array> {
  for await (const line of carefulLines.cut(read)) yield Buffer.from(decodeBlocks(line));
}
