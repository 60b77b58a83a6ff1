import { stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { basename, dirname } from 'node:path';
import type { TargetMeans } from '../contracts/plan.ts';
import { type ClientCall, NotReachable, type RunningClient, type Target } from '../contracts/target.ts';
import { say } from '../processes/dialogue.ts';
import { quoted } from '../text/visible.ts';
import { formatAddress } from './address.ts';

/** How long a person is given to start a client or to answer a question, in milliseconds. */
export const PERSON_MS = 600_000;

/** A client that somebody starts elsewhere, on a phone, once a case, when the harness says so. */
export function listenTarget(means: Extract<TargetMeans, { kind: 'listen' }>): Target {
  return {
    kind: 'listen',
    relaunches: true,
    start: () => Promise.reject(new NotReachable('a listening address is a target for clients only')),
    startClient: async (call) => {
      await say(await promptText(call));
      return startedElsewhere;
    },
    address: { host: reachableHost(means.host), port: means.port, listenOn: means.host },
  };
}

/** What the person is to do for one case. */
async function promptText({ told, host, port, file, datagrams }: ClientCall): Promise<string> {
  if (datagrams !== undefined)
    return `${told}: start the sender now, or leave it running; it must send to ${formatAddress({ host, port })}`;
  const where = `it must connect to ${formatAddress({ host, port })}`;
  return `${told}: start the client now; ${where}${file === undefined ? '' : await fileText(file)}`;
}

async function fileText(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  const octets = found === undefined ? 'which is not there' : `${found.size} octets`;
  return `, and send ${quoted(basename(file))} (${octets}) of the folder ${dirname(file)}`;
}

/** An address at which another machine reaches a listener: for a wildcard the first address of this machine's network. */
export function reachableHost(host: string): string {
  if (!['0.0.0.0', '::'].includes(host)) return host;
  const addresses = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? []);
  const family = isIP(host) === 4 ? 'IPv4' : 'IPv6';
  const ranked = ['IPv4', family].flatMap((wanted) =>
    addresses.filter((one) => one.family === wanted && !one.internal && !one.address.startsWith('fe80:')),
  );
  return ranked[0]?.address ?? (family === 'IPv4' ? '127.0.0.1' : '::1');
}

/** There is no process to look at, to type to or to stop. */
const startedElsewhere: RunningClient = {
  output: { description: 'nothing', text: () => '', changed: () => new Promise(() => undefined) },
  ended: new Promise(() => undefined),
  end: () => undefined,
  type: () => undefined,
  closeInput: () => undefined,
  stop: async () => undefined,
};
