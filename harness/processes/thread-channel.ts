import { BroadcastChannel, getEnvironmentData, setEnvironmentData, threadId } from 'node:worker_threads';

/** What a thread hands on to those that it begins: the thread that was the first of them. */
const FIRST = 'sockspec first thread';

/** Known before this thread begins another one: modules are loaded by then. */
const first = firstOfThreads();

/**
 * A channel to the thread that began this one, and to all that it began: they hear what is posted to the channels of this name.
 * Other processes do not hear it, nor do threads of the same process that were begun for something else.
 */
export function threadChannel(name: string): BroadcastChannel {
  return new BroadcastChannel(channelName(name));
}

/** The name of such a channel, for code that opens one without this module. */
export function channelName(name: string): string {
  return `sockspec ${name} of ${first}`;
}

function firstOfThreads(): number {
  const known = getEnvironmentData(FIRST);
  if (typeof known === 'number') return known;
  setEnvironmentData(FIRST, threadId);
  return threadId;
}
