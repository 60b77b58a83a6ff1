import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulMulticastSender, datagramSender } from '../../datagram-sender.ts';
/** It waits for an answer that no receiver sends. */
export const waitsForListener: ClientFault = {
  name: 'waits-for-listener',
  endpoint: 'multicast',
  summary: 'ends after a first datagram that nobody has answered',
  breaks: ['survives-nobody-listening', 'every-datagram'],
  mayRedden: {},
  run: runOf(datagramAct(datagramSender({ ...carefulMulticastSender, goesOn: (_, sent) => sent < 1 }))),
};
