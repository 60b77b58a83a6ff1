import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast } from '../../datagram-receiver.ts';
import { mergingReceiver } from '../merging-receiver.ts';
/** Datagrams are collected in one buffer, as a stream is. */
export const mergesDatagrams: Fault = {
  name: 'merges-datagrams',
  endpoint: 'multicast',
  summary: 'shows datagrams that come together as one',
  breaks: ['keeps-datagrams-apart'],
  mayRedden: {},
  start: mergingReceiver(carefulMulticast),
};
