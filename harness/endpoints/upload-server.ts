import { access, constants } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { RunningEndpoint, ServerOptions, Tell } from '../contracts/endpoint.ts';
import { errorText, UsageError } from '../contracts/errors.ts';
import { makeFolders } from '../processes/make-folders.ts';
import { type UploadHeader, uploadHeader } from '../protocols/upload.ts';
import { type Draft, openDraft } from './draft.ts';
import { admitName } from './file-name.ts';
import { listen, type Serve } from './listen.ts';
import {
  type Contents,
  type DecodeHeader,
  demandExactly,
  type ReceivedContents,
  type ReceivedHeader,
  readContents,
  readHeader,
} from './receive.ts';
import { Refusal } from './refusal.ts';
import { peerOf, type Read, readFrom, untilClosed } from './socket.ts';

/** How long a silent client is kept, in milliseconds. */
export const UPLOAD_IDLE_MS = 30_000;

/** What an upload server consists of; each part can be replaced by itself. All of them refuse by throwing a Refusal. */
export interface UploadParts {
  readonly read: (socket: Socket, idleMs: number) => Read;
  readonly decode: DecodeHeader;
  readonly readHeader: (read: Read, decode: DecodeHeader) => Promise<ReceivedHeader>;
  /** The name of the file, relative to the folder, that a received name stands for. */
  readonly admit: (name: string) => string;
  readonly open: (dir: string, name: string) => Promise<Draft>;
  readonly readContents: (contents: Contents) => Promise<ReceivedContents>;
  /** Refuses contents that are not as announced. */
  readonly judge: (received: ReceivedContents, size: number) => void;
  /** Ends the connection of an upload that was stored. */
  readonly finish: (socket: Socket) => Promise<void>;
}

/** The parts of the reference server. */
export const carefulUpload: UploadParts = {
  read: readFrom,
  decode: uploadHeader.decode,
  readHeader,
  admit: admitName,
  open: openDraft,
  readContents,
  judge: demandExactly,
  finish: (socket) => {
    socket.end();
    return untilClosed(socket);
  },
};

/**
 * An upload server made of `parts` (suites/README.md, "Wire formats"): one file a connection, concurrent clients. A
 * file appears under its name, at once and whole, when exactly the announced octets came and the client has ended its
 * side; anything else is refused, leaves nothing behind, and closes the connection. `around` wraps the serving of
 * connections. Starting it rejects with a system error where it cannot listen, and with a UsageError without a writable
 * folder.
 */
export function uploadServer(
  parts: UploadParts,
  around: (serve: Serve) => Serve = (serve) => serve,
): (options: ServerOptions) => Promise<RunningEndpoint> {
  return async (options) => {
    const dir = await writableFolder(options.dir);
    return listen(options, around(serveUpload(parts, dir, options.idleMs ?? UPLOAD_IDLE_MS, options.tell)));
  };
}

function serveUpload(parts: UploadParts, dir: string, idleMs: number, tell: Tell): Serve {
  return async (socket) => {
    const peer = peerOf(socket);
    try {
      const { name, size } = await receive(parts, dir, parts.read(socket, idleMs), socket);
      tell({
        level: 'info',
        from: 'serveUpload',
        text: `stored ${JSON.stringify(name)}, ${size} octets, from ${peer}`,
      });
      await parts.finish(socket);
    } catch (error) {
      const kind = error instanceof Refusal ? error.kind : 'cannot store';
      const level = error instanceof Refusal ? 'warn' : 'error';
      tell({ level, from: 'serveUpload', text: `${kind}, ${peer}: ${errorText(error)}` });
    }
  };
}

async function receive(parts: UploadParts, dir: string, anyRead: Read, socket: Socket): Promise<UploadHeader> {
  const read = reportingLoss(anyRead);
  try {
    const { header, rest } = await parts.readHeader(read, parts.decode);
    const draft = await parts.open(dir, parts.admit(header.name));
    try {
      const received = await parts.readContents({ read, rest, size: header.size, write: draft.write });
      parts.judge(received, header.size);
      await draft.keep();
    } finally {
      await draft.discard();
    }
    return header;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** A read that says of a lost connection that it was lost, so that it is not taken for trouble with the file. */
function reportingLoss(read: Read): Read {
  return async () => {
    try {
      return await read();
    } catch (error) {
      throw new Refusal('receive error', errorText(error));
    }
  };
}

async function writableFolder(dir: string | undefined): Promise<string> {
  if (dir === undefined) throw new UsageError('expected a folder where files land, found none');
  try {
    makeFolders(dir);
    await access(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`expected a folder that can be written to, found ${dir}: ${errorText(error)}`);
  }
  return dir;
}
