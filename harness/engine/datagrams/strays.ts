import { decode } from '../../frames/decode.ts';
import { lineOf } from '../../frames/line.ts';
import { feed, openRecords } from '../../frames/records.ts';
import { CannotCapture, startCapture } from '../../processes/capture-tool.ts';

/** Where a sender sends from, and where it may. */
export interface Way {
  readonly source: string;
  readonly sourcePort: number;
  /** Addresses that the harness listens on, at this port: what goes there it hears itself. */
  readonly heardOn: readonly string[];
  readonly port: number;
  readonly device: string;
}

/** What is seen of a sender's datagrams that go elsewhere. */
export interface StrayWatch {
  /** Ends it; one line a datagram, of many the first ones. Undefined where this machine cannot capture. */
  readonly end: () => Promise<readonly string[] | undefined>;
}

/** Datagrams that are told. */
const TOLD = 5;

/** Frames of one sender that is no flood: there is no need for the large buffer of a whole run. */
const BUFFER_MIB = 1;

/** Begins to look, in the frames of this machine, for datagrams of one sender that nobody listens to. Only its own frames are read. */
export function watchStrays(way: Way): StrayWatch {
  // What goes to an address of this machine passes its loopback, wherever it is addressed to.
  const device = process.platform === 'linux' ? 'any' : way.device;
  const starting = startCapture(device, filterOf(way), BUFFER_MIB).catch((error: unknown) => {
    if (error instanceof CannotCapture) return undefined;
    throw error;
  });
  starting.catch(() => undefined);
  const lines = new Set<string>();
  const reading = starting.then(async (capture) => {
    if (capture === undefined) return;
    const reader = openRecords((frame) => {
      decode(frame, { groups: [], nets: [] });
      if (lines.size < TOLD) lines.add(lineOf(frame).replace(/^.* > [\da-f:]+, /, ''));
    });
    for await (const octets of capture.octets) feed(reader, octets);
  });
  reading.catch(() => undefined);
  return {
    end: async () => {
      const capture = await starting;
      await capture?.stop();
      await reading;
      return capture === undefined ? undefined : [...lines];
    },
  };
}

/** As pcap-filter(7) has it. */
function filterOf({ source, sourcePort, heardOn, port }: Way): string {
  const heard = heardOn.map((address) => `dst host ${address}`).join(' or ');
  return `udp and src host ${source} and src port ${sourcePort} and not (dst port ${port} and (${heard}))`;
}
