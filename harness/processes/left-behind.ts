import { BroadcastChannel } from 'node:worker_threads';

/** Worker threads and the main thread of one process share this channel; other processes do not hear it. */
const CHANNEL = 'sockspec left behind';

/** Tells the main thread of a file or folder of the harness's that cannot be removed without harm, by its path. */
export function tellLeft(path: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(path);
  channel.close();
}

/** Collects what threads tell, until it is closed. */
export function watchLeft(): { readonly paths: () => readonly string[]; readonly close: () => void } {
  const paths = new Set<string>();
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  channel.onmessage = (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('data' in message)) return;
    if (typeof message.data === 'string') paths.add(message.data);
  };
  return { paths: () => [...paths], close: () => channel.close() };
}
