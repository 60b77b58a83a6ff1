import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast } from '../../datagram-receiver.ts';
import { mergingReceiver } from '../merging-receiver.ts';
/** Datagrams are collected in one buffer, as a stream is. */
export const mergesDatagrams: Fault = {
  name: 'merges-datagrams',
  endpoint: 'broadcast',
  summary: 'shows datagrams that come together as one',
  breaks: ['keeps-datagrams-apart'],
  mayRedden: {},
  start: mergingReceiver(carefulBroadcast),
};
