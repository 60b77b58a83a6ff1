import { threadChannel } from './thread-channel.ts';

/** Worker threads tell the main thread here. */
const CHANNEL = 'left behind';

/** Tells the main thread of a file or folder of the harness's that cannot be removed without harm, by its path. */
export function tellLeft(path: string): void {
  const channel = threadChannel(CHANNEL);
  channel.postMessage(path);
  channel.close();
}

/** Collects what threads tell, until it is closed. */
export function watchLeft(): { readonly paths: () => readonly string[]; readonly close: () => void } {
  const paths = new Set<string>();
  const channel = threadChannel(CHANNEL);
  channel.unref();
  channel.onmessage = (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('data' in message)) return;
    if (typeof message.data === 'string') paths.add(message.data);
  };
  return { paths: () => [...paths], close: () => channel.close() };
}
