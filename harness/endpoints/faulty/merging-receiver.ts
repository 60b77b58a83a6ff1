import type { RunningEndpoint, ServerOptions } from '../../contracts/endpoint.ts';
import { datagramReceiver, type ReceiverParts } from '../datagram-receiver.ts';

/** Datagrams that come within so many milliseconds of each other are shown as one. */
const TOGETHER_MS = 10;

/** A receiver that collects what comes, and shows it when there is a pause. */
export function mergingReceiver(parts: ReceiverParts): (options: ServerOptions) => Promise<RunningEndpoint> {
  return (options) => {
    const held: Uint8Array[] = [];
    return datagramReceiver({
      ...parts,
      line: (datagram, source) => {
        if (held.push(datagram) === 1)
          setTimeout(() => options.show?.(parts.line(Buffer.concat(held.splice(0)), source)), TOGETHER_MS);
        return '';
      },
    })(options);
  };
}
