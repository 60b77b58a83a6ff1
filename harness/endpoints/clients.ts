import type { ClientEndpoint } from '../contracts/endpoint.ts';
import { UsageError } from '../contracts/errors.ts';
import { type Act, runOf } from './client-run.ts';
import {
  carefulBroadcastSender,
  carefulMulticastSender,
  datagramSender,
  type SendDatagrams,
} from './datagram-sender.ts';
import { callFortune } from './fortune-client.ts';
import { ownLines, sendLines } from './lines-client.ts';
import { probe } from './probe-client.ts';
import { ownRecord, sendRecord } from './record-client.ts';
import { hostPort } from './socket.ts';
import { sendUpload } from './upload-client.ts';

/** Shows the phrase of a server. */
export function fortuneAct(call: typeof callFortune): Act {
  return async (options) => options.show(`${await call(options)}\n`);
}

/** Sends the file of the options, and shows nothing. */
export function uploadAct(send: typeof sendUpload): Act {
  return async (options) => {
    const { file } = options;
    if (file === undefined) throw new UsageError('expected a file to send, found none');
    const { name, octets } = await send({ ...options, file });
    options.tell({ level: 'info', from: 'uploadAct', text: `sent ${JSON.stringify(name)}, ${octets} octets` });
  };
}

/** Sends the lines of the input, or its own where there is none, and shows nothing. */
export function linesAct(send: typeof sendLines): Act {
  return async (options) => {
    const count = await send({ ...options, input: options.input ?? ownLines() });
    options.tell({ level: 'info', from: 'linesAct', text: `sent ${count} lines` });
  };
}

/** Sends a record of its own, and shows nothing. */
export function recordAct(send: typeof sendRecord, record = ownRecord): Act {
  return async (options) => {
    await send({ ...options, record });
    options.tell({ level: 'info', from: 'recordAct', text: `sent a record of ${record.data.length} octets` });
  };
}

/** Sends datagrams, and shows nothing. */
export function datagramAct(send: SendDatagrams): Act {
  return async (options) => {
    const count = await send(options);
    options.tell({ level: 'info', from: 'datagramAct', text: `sent ${count} datagrams` });
  };
}

/** Shows that it was connected. */
export const probeAct: Act = async (options) => {
  const { host, port } = await probe(options);
  options.show(`connected to ${hostPort(host, port)}\n`);
};

/** The reference clients and senders. All that connect owe their users what `connect/client` says. */
export const clients: readonly ClientEndpoint[] = [
  {
    name: 'fortune',
    suite: 'fortune/client',
    summary: 'shows the phrase of a fortune server',
    run: runOf(fortuneAct(callFortune)),
  },
  {
    name: 'upload',
    suite: 'upload/client',
    summary: 'sends a file to an upload server',
    run: runOf(uploadAct(sendUpload)),
  },
  {
    name: 'lines',
    suite: 'lines/client',
    summary: 'sends lines, each as soon as it is there',
    run: runOf(linesAct(sendLines)),
  },
  {
    name: 'record',
    suite: 'record/client',
    summary: 'sends one record: version, size and data',
    run: runOf(recordAct(sendRecord)),
  },
  {
    name: 'probe',
    suite: 'connect/client',
    summary: 'connects, says what came of it, and closes',
    run: runOf(probeAct),
  },
  {
    name: 'multicast',
    suite: 'multicast/sender',
    summary: 'sends hello world to a group, every 2 s',
    run: runOf(datagramAct(datagramSender(carefulMulticastSender))),
  },
  {
    name: 'broadcast',
    suite: 'broadcast/sender',
    summary: 'sends hello world to a broadcast address, every 2 s',
    run: runOf(datagramAct(datagramSender(carefulBroadcastSender))),
  },
];

/** The reference client of that name, or undefined. */
export function clientNamed(name: string): ClientEndpoint | undefined {
  return clients.find((client) => client.name === name);
}
