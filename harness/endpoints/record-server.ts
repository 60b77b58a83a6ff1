import type { Socket } from 'node:net';
import type { RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import { RECORD_HEADER_OCTETS, type RecordMessage, record } from '../protocols/record.ts';
import { shownText } from '../text/utf8.ts';
import { collector } from './collector.ts';
import { listen, type Serve } from './listen.ts';
import { endAndDiscard, peerOf, type Read, readFrom } from './socket.ts';

/** How long a silent client is kept, in milliseconds. */
export const RECORD_IDLE_MS = 30_000;

/** The most data that are taken, in octets: what is announced costs nothing, what comes is kept (CWE-770, CWE-789). */
export const RECORD_OCTETS_LIMIT = 4 * 1024 * 1024;

/** Decodes a record from the octets that came so far. */
export type DecodeRecord = typeof record.decode;

/** What a record server consists of; each part can be replaced by itself. */
export interface RecordParts {
  readonly read: (socket: Socket, idleMs: number) => Read;
  readonly decode: DecodeRecord;
  /** Reads one record. Throws where it does not come whole. */
  readonly receive: (read: Read, decode: DecodeRecord) => Promise<RecordMessage>;
  /** Ends the connection of a client whose record was shown. */
  readonly finish: (socket: Socket, idleMs: number) => Promise<void>;
}

/** The parts of the reference server. */
export const carefulRecord: RecordParts = {
  read: readFrom,
  decode: record.decode,
  receive: receiveRecord,
  finish: endAndDiscard,
};

/**
 * A record server made of `parts` (suites/README.md, "Wire formats"): one record a connection, concurrent clients. It
 * shows version, size and data of a record that came whole, and closes; octets after the data are ignored. `around`
 * wraps the serving of connections. Starting it rejects with a system error where it cannot listen.
 */
export function recordServer(
  parts: RecordParts,
  around: (serve: Serve) => Serve = (serve) => serve,
): (options: ServerOptions) => Promise<RunningEndpoint> {
  return (options) => listen(options, around(serveRecord(parts, options)));
}

function serveRecord(parts: RecordParts, { idleMs = RECORD_IDLE_MS, show, tell }: ServerOptions): Serve {
  return async (socket) => {
    const peer = peerOf(socket);
    try {
      const { version, data } = await parts.receive(parts.read(socket, idleMs), parts.decode);
      show?.(`record version=${version} size=${data.length} data=${shownText(data)}\n`);
      const text = `took a record from ${peer}: version ${version}, size ${data.length}`;
      tell({ level: 'info', from: 'serveRecord', text });
      await parts.finish(socket, idleMs);
    } catch (error) {
      socket.destroy();
      tell({ level: 'warn', from: 'serveRecord', text: `incomplete record from ${peer}: ${errorText(error)}` });
    }
  };
}

async function receiveRecord(read: Read, decode: DecodeRecord): Promise<RecordMessage> {
  const octets = collector();
  for (;;) {
    const piece = await read();
    if (piece !== undefined) octets.add(piece);
    const decoded = decode(octets.octets(), piece === undefined);
    if (decoded.kind === 'message') return decoded.message;
    if (decoded.kind === 'malformed') throw new Error(decoded.reason);
    if (octets.size() > RECORD_HEADER_OCTETS + RECORD_OCTETS_LIMIT) {
      throw new Error(`over ${RECORD_OCTETS_LIMIT} octets of data`);
    }
  }
}
