import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';

/** The mistake of every first socket program: one send is taken to be one receive. */
export const oneRead: ClientFault = {
  name: 'one-read',
  endpoint: 'fortune',
  summary: 'shows what the first read gives',
  breaks: ['reads-until-close', 'reports-reset', 'partial-not-shown-as-whole'],
  mayRedden: {
    'reads-past-one-buffer': 'a long phrase takes several reads',
    'joins-split-characters': 'a split character takes two reads',
  },
  run: runOf(
    fortuneAct(
      fortuneCaller({
        ...carefulFortuneCall,
        collect: async (read) => [(await read()) ?? new Uint8Array()],
        decode: (pieces) => Buffer.concat(pieces).toString('utf8'),
        close: (socket) => socket.destroy(),
      }),
    ),
  ),
};
