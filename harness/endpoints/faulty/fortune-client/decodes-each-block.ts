import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';
import { decodeBlocks } from '../decode-blocks.ts';

/** All that came is there, and is decoded a block at a time. */
export const decodesEachBlock: ClientFault = {
  name: 'decodes-each-block',
  endpoint: 'fortune',
  summary: 'decodes a phrase one block of 64 KiB at a time',
  breaks: ['joins-split-characters'],
  mayRedden: {},
  run: runOf(
    fortuneAct(
      fortuneCaller({
        ...carefulFortuneCall,
        decode: (pieces) => decodeBlocks(Buffer.concat(pieces)),
      }),
    ),
  ),
};
