import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';

/** Half a character at the end of a read is replaced, and the other half too. */
export const decodesEachRead: ClientFault = {
  name: 'decodes-each-read',
  endpoint: 'fortune',
  summary: 'decodes what each read gives by itself',
  breaks: ['joins-split-characters'],
  mayRedden: {},
  run: runOf(
    fortuneAct(
      fortuneCaller({
        ...carefulFortuneCall,
        decode: (pieces) => pieces.map((piece) => Buffer.from(piece).toString('utf8')).join(''),
      }),
    ),
  ),
};
