import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';

/** A client that is used to speak first. */
export const sendsAGreeting: ClientFault = {
  name: 'sends-a-greeting',
  endpoint: 'fortune',
  summary: 'sends a request before it reads',
  breaks: ['sends-nothing'],
  mayRedden: {},
  run: runOf(
    fortuneAct(
      fortuneCaller({
        ...carefulFortuneCall,
        open: (socket) => {
          socket.write('phrase, please\n');
        },
      }),
    ),
  ),
};
