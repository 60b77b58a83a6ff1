import type { ServerEndpoint } from '../contracts/endpoint.ts';
import { carefulBroadcast, carefulMulticast, datagramReceiver } from './datagram-receiver.ts';
import { carefulFortune, fortuneServer } from './fortune-server.ts';
import { carefulLines, linesServer } from './lines-server.ts';
import { carefulRecord, recordServer } from './record-server.ts';
import { startRx } from './rx-server.ts';
import { carefulUpload, uploadServer } from './upload-server.ts';

/** A receiver bound to one address of the host gets no broadcasts (ip(7)). */
const EVERY_ADDRESS = '0.0.0.0';

/** The reference servers and receivers. */
export const servers: readonly ServerEndpoint[] = [
  {
    name: 'fortune',
    suite: 'fortune/server',
    summary: 'sends each client one phrase, chosen at random, and closes',
    start: fortuneServer(carefulFortune),
  },
  {
    name: 'upload',
    suite: 'upload/server',
    summary: 'stores the files that clients send, several clients at once',
    start: uploadServer(carefulUpload),
  },
  {
    name: 'rx',
    suite: 'upload/server',
    summary: 'receive-file server: stores the files that clients send, one client at a time',
    start: startRx,
  },
  {
    name: 'lines',
    suite: 'lines/server',
    summary: 'shows each line that clients send, as soon as it is complete',
    start: linesServer(carefulLines),
  },
  {
    name: 'record',
    suite: 'record/server',
    summary: 'shows version, size and data of the record that each client sends, and closes',
    start: recordServer(carefulRecord),
  },
  {
    name: 'multicast',
    suite: 'multicast/receiver',
    summary: 'joins a group on one interface, and shows each datagram with its source',
    host: EVERY_ADDRESS,
    start: datagramReceiver(carefulMulticast),
  },
  {
    name: 'broadcast',
    suite: 'broadcast/receiver',
    summary: 'shows each datagram with its source',
    host: EVERY_ADDRESS,
    start: datagramReceiver(carefulBroadcast),
  },
];

/** The reference server of that name, or undefined. */
export function serverNamed(name: string): ServerEndpoint | undefined {
  return servers.find((server) => server.name === name);
}
