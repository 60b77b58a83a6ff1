import type { ServerEndpoint } from '../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from './fortune-server.ts';
import { carefulLines, linesServer } from './lines-server.ts';
import { carefulRecord, recordServer } from './record-server.ts';
import { startRx } from './rx-server.ts';
import { carefulUpload, uploadServer } from './upload-server.ts';

/** The reference servers. */
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
];

/** The reference server of that name, or undefined. */
export function serverNamed(name: string): ServerEndpoint | undefined {
  return servers.find((server) => server.name === name);
}
