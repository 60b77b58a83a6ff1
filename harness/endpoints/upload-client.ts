import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode, errorText, UsageError } from '../contracts/errors.ts';
import { nameProblem, SIZE_LIMIT, type UploadHeader, uploadHeader } from '../protocols/upload.ts';
import { CallFailure, type ConnectOptions, callFailure, connectTo } from './connect.ts';
import { hostPort } from './socket.ts';
import { type Transmission, type Transmit, transmit } from './transmit.ts';

/** Octets that are read from the file at a time. */
const PIECE_OCTETS = 256 * 1024;

/** What is sent where. */
export interface UploadCall extends ConnectOptions {
  /** Path of the file. */
  readonly file: string;
  /** The name that is sent; the base name of the file unless given. */
  readonly name?: string;
  /** How long the server may take nothing, and how long it may take to close after the last octet, in milliseconds. */
  readonly replyMs: number;
  /** Called as octets of the contents leave. */
  readonly onProgress?: (sent: number, size: number) => void;
}

/** What was sent. */
export interface UploadSent {
  readonly name: string;
  readonly octets: number;
  /** False where the server had not closed its side when the wait for it was over; that alone is no error. */
  readonly closedByServer: boolean;
}

/** What an upload client consists of; each part can be replaced by itself. */
export interface UploadCallParts {
  /** The header that a file is announced with. Rejects with a UsageError for one that cannot be sent. */
  readonly announce: (call: UploadCall) => Promise<UploadHeader>;
  readonly encode: (header: UploadHeader) => Uint8Array;
  /** The contents; each piece is good until the next is asked for. */
  readonly contents: (file: FileHandle, path: string, size: number) => AsyncIterable<Uint8Array>;
  readonly transmit: Transmit;
}

/** The parts of the reference client. */
export const carefulUploadCall: UploadCallParts = {
  announce: announceFile,
  encode: uploadHeader.encode,
  contents: piecesOf,
  transmit,
};

/**
 * Sends one file and ends its side. Rejects before it connects with a UsageError: no such file, not a plain file, a name
 * that cannot be sent, 4 GiB or more. Rejects with a CallFailure where the connection fails, the server ends or resets
 * it before it had everything, takes nothing for too long, or the file changes meanwhile (the server is sent an RST).
 */
export const sendUpload = uploadCaller(carefulUploadCall);

/** An upload client made of `parts`. */
export function uploadCaller(parts: UploadCallParts): (call: UploadCall) => Promise<UploadSent> {
  return async (call) => {
    const header = await parts.announce(call);
    const file = await open(call.file).catch((error: unknown) => refuse(call.file, errorText(error)));
    try {
      const socket = await connectTo(call);
      const sending = transmission(parts, file, header, call);
      const closedByServer = await parts.transmit(socket, hostPort(call.host, call.port), sending);
      return { name: header.name, octets: header.size, closedByServer };
    } catch (error) {
      throw callFailure(error, call);
    } finally {
      await file.close();
    }
  };
}

function transmission(
  parts: UploadCallParts,
  file: FileHandle,
  header: UploadHeader,
  { file: path, replyMs, onProgress }: UploadCall,
): Transmission {
  const { size } = header;
  let sent = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield parts.encode(header);
    for await (const piece of parts.contents(file, path, size)) {
      yield piece;
      sent += piece.length;
      onProgress?.(sent, size);
    }
  }
  return { pieces: pieces(), progress: () => `${sent} of ${size} octets sent`, replyMs };
}

async function announceFile(call: UploadCall): Promise<UploadHeader> {
  const found = await stat(call.file).catch((error: unknown) =>
    refuse(call.file, errorCode(error) === 'ENOENT' ? 'there is no such file' : errorText(error)),
  );
  if (!found.isFile()) refuse(call.file, found.isDirectory() ? 'it is a folder' : 'it is not a plain file');
  if (found.size >= SIZE_LIMIT)
    refuse(call.file, `it has ${found.size} octets, at most ${SIZE_LIMIT - 1} can be announced`);
  const name = call.name ?? basename(call.file);
  const problem = name === basename(name) ? nameProblem(name) : `expected a name without a path, found ${name}`;
  if (problem !== undefined) refuse(call.file, problem);
  return { name, size: found.size };
}

function refuse(file: string, reason: string): never {
  throw new UsageError(`cannot send ${file}: ${reason}`);
}

/** The first `size` octets of the file, which must not change meanwhile. */
async function* piecesOf(file: FileHandle, path: string, size: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.min(PIECE_OCTETS, size));
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) throw changed(path, size, at);
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
  await demandUnchanged(file, path, size);
}

async function demandUnchanged(file: FileHandle, path: string, size: number): Promise<void> {
  const now = (await file.stat()).size;
  if (now !== size) throw changed(path, size, now);
}

function changed(path: string, size: number, now: number): CallFailure {
  return new CallFailure('failed', `${path} changed while it was sent: announced with ${size} octets, it has ${now}`);
}
