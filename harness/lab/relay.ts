import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Host } from './host.ts';

/** What the cable of a host does to frames, each way; what is left out it does not do. */
export interface Impairment {
  /** Of the random numbers: the n-th frame of a direction has the same fate in every run. */
  readonly seed?: number;
  /** Latency of each direction, in milliseconds. */
  readonly delayMs?: number;
  /** Share of the frames that are lost, 0 to 1. */
  readonly loss?: number;
  /** TCP resets are all spared, or all lost: one that is lost is sent again by nobody. Else they fare as other frames do. */
  readonly resets?: 'spared' | 'lost';
  /** Share of the frames that are held back for `heldMs` more, so that later ones overtake them. */
  readonly reorder?: number;
  readonly heldMs?: number;
  /** 802.1Q tag (PCP, DEI and VLAN) of every frame on the side of the bridge; the host itself sees none. */
  readonly tag?: number;
}

/** What a relay has done so far to the frames of one direction. */
const RelayCounts = Type.Object({
  passed: Type.Integer(),
  lost: Type.Integer(),
  reordered: Type.Integer(),
  tagged: Type.Integer(),
  untagged: Type.Integer(),
  /** Lost because its queue was full: never in a lab that is not flooded. */
  overflowed: Type.Integer(),
  /** Lost because a device was down. */
  refused: Type.Integer(),
});
const Answer = Type.Object({ out: RelayCounts, in: RelayCounts });

/** The relay in the cable of an impaired host. */
export interface Relay {
  /** From now on it does this and nothing else, and counts anew. The random numbers go on. */
  readonly become: (impairment: Omit<Impairment, 'seed'>) => Promise<void>;
  /** What it did to frames that left the host, and to frames that came to it. */
  readonly counts: () => Promise<Static<typeof Answer>>;
}

/**
 * netem, which does this in the kernel, is a module that many kernels lack; a TAP device they have. It is a Python program
 * because opening one takes an ioctl.
 */
const program = join(dirname(createRequire(import.meta.url).resolve('sockspec/package.json')), 'harness/lab/relay.py');

/** How long the relay may take to answer, in milliseconds. */
const ANSWER_MS = 10_000;

/** A TAP device does not pass its own carrier on; a frame with a tag is longer than others by 4 octets. */
const TAGGED_MTU = 1504;

/** Starts the relay in the middle and gives its inner end to the host as `eth0`. It ends with its owner, or with the lab. */
export async function startRelay(middle: Host, port: string, host: Host, impairment: Impairment): Promise<Relay> {
  const settings = JSON.stringify({ ...impairment, outer: port, inner: 'inner' });
  const [command, ...words] = middle.words('python3', program, settings);
  const child = spawn(command, words, { detached: true, stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await inTime(lines.next());
    if (done === true)
      throw new Error(`expected an answer of the relay, found its end: ${said.trimEnd().split('\n').at(-1)}`);
    return JSON.parse(value);
  };
  const ask = (change: object | null): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(change)}\n`);
    return answer();
  };
  await answer();
  await middle.ip(`link set inner netns ${host.namespace} name eth0`, `link set ${port} mtu ${TAGGED_MTU}`);
  return {
    become: async (change) => void (await ask(change)),
    counts: async () => Value.Parse(Answer, await ask(null)),
  };
}

async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const limit = new AbortController();
  const late = pause(ANSWER_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`expected an answer of the relay within ${ANSWER_MS} ms, found none`);
  });
  late.catch(() => undefined);
  return Promise.race([promise, late]).finally(() => limit.abort());
}
