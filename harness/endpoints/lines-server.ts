import type { Socket } from 'node:net';
import type { RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import { LINE_END } from '../protocols/lines.ts';
import { shownText } from '../text/utf8.ts';
import { collector } from './collector.ts';
import { listen, type Serve } from './listen.ts';
import { peerOf, type Read, readFrom, untilClosed } from './socket.ts';

/** How long a silent client is kept, in milliseconds: lines may come from a person who thinks about the next one. */
export const LINES_IDLE_MS = 300_000;

/** The longest line, in octets: one without an end must not fill the memory (CWE-770). */
export const LINE_OCTETS_LIMIT = 1024 * 1024;

/** What a lines server consists of; each part can be replaced by itself. */
export interface LinesParts {
  readonly read: (socket: Socket, idleMs: number) => Read;
  /** Gives each line, without its end, as soon as it is complete. Throws where the client is lost, or asks too much. */
  readonly cut: (read: Read) => AsyncIterable<Uint8Array>;
  /** A line as it is shown, without its end. */
  readonly text: (line: Uint8Array) => string;
  /** Ends the connection of a client that has ended its side. */
  readonly finish: (socket: Socket) => Promise<void>;
}

/** The parts of the reference server. */
export const carefulLines: LinesParts = {
  read: readFrom,
  cut: cutLines,
  text: shownText,
  finish: (socket) => {
    socket.end();
    return untilClosed(socket);
  },
};

/**
 * A lines server made of `parts` (suites/README.md, "Wire formats"): shows each line as soon as it is complete,
 * concurrent clients. A line that a reset cuts short is not shown; one of over 1 MiB closes the connection. `around`
 * wraps the serving of connections. Starting it rejects with a system error where it cannot listen.
 */
export function linesServer(
  parts: LinesParts,
  around: (serve: Serve) => Serve = (serve) => serve,
): (options: ServerOptions) => Promise<RunningEndpoint> {
  return (options) => listen(options, around(serveLines(parts, options)));
}

function serveLines(parts: LinesParts, { idleMs = LINES_IDLE_MS, show, tell }: ServerOptions): Serve {
  return async (socket) => {
    const peer = peerOf(socket);
    let count = 0;
    try {
      for await (const line of parts.cut(parts.read(socket, idleMs))) {
        show?.(`${parts.text(line)}\n`);
        count += 1;
      }
      tell({ level: 'info', from: 'serveLines', text: `took ${count} lines from ${peer}` });
      await parts.finish(socket);
    } catch (error) {
      socket.destroy();
      tell({ level: 'warn', from: 'serveLines', text: `left ${peer} after ${count} lines: ${errorText(error)}` });
    }
  };
}

async function* cutLines(read: Read): AsyncGenerator<Uint8Array> {
  const line = collector();
  const add = (octets: Uint8Array): void => {
    line.add(octets);
    if (line.size() > LINE_OCTETS_LIMIT) throw new Error(`a line of over ${LINE_OCTETS_LIMIT} octets`);
  };
  const more = (): ReturnType<Read> =>
    read().catch((error: unknown) => {
      if (line.size() === 0) throw error;
      throw new Error(`${errorText(error)}, within a line: ${line.size()} octets of it are not shown`);
    });
  for (let piece = await more(); piece !== undefined; piece = await more()) {
    let from = 0;
    for (let end = piece.indexOf(LINE_END); end !== -1; end = piece.indexOf(LINE_END, from)) {
      add(piece.subarray(from, end));
      yield line.take();
      from = end + 1;
    }
    add(piece.subarray(from));
  }
  if (line.size() > 0) yield line.take();
}
