import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { errorCode, errorText, UsageError } from '../contracts/errors.ts';
import { nameProblem, SIZE_LIMIT, uploadHeader } from '../protocols/upload.ts';
import { CallFailure, type ConnectOptions, callFailure, connectTo } from './connect.ts';
import { hostPort, untilClosed, writeTo } from './socket.ts';

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

/**
 * Sends one file and ends its side. Rejects before it connects with a UsageError: no such file, not a plain file, a name
 * that cannot be sent, 4 GiB or more. Rejects with a CallFailure where the connection fails, the server ends or resets
 * it before it had everything, takes nothing for too long, or the file changes meanwhile (the server is sent an RST).
 */
export async function sendUpload(call: UploadCall): Promise<UploadSent> {
  const { name, size } = await checkedFile(call);
  const file = await open(call.file).catch((error: unknown) => refuse(call.file, errorText(error)));
  try {
    const socket = await connectTo(call);
    try {
      return { name, octets: size, closedByServer: await transfer(socket, file, { ...call, name, size }) };
    } catch (error) {
      // An orderly end could pass for the end of the file.
      socket.resetAndDestroy();
      throw callFailure(error, call);
    }
  } finally {
    await file.close();
  }
}

async function checkedFile(call: UploadCall): Promise<{ readonly name: string; readonly size: number }> {
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

/** Resolves to whether the server closed in time after it was sent everything. */
async function transfer(
  socket: Socket,
  file: FileHandle,
  call: UploadCall & { readonly name: string; readonly size: number },
): Promise<boolean> {
  const { name, size, replyMs, onProgress } = call;
  const where = hostPort(call.host, call.port);
  let sent = 0;
  let complete = false;
  socket.setTimeout(replyMs, () => {
    const silence = new CallFailure(
      'timed-out',
      `${where} timed out: it took nothing for ${replyMs} ms, ${sent} of ${size} octets sent`,
    );
    socket.destroy(complete ? undefined : silence);
  });
  socket.once('end', () => {
    const early = new CallFailure('reset', `${where} closed the connection early, ${sent} of ${size} octets sent`);
    if (!complete) socket.destroy(early);
  });
  socket.resume();

  await send(socket, uploadHeader.encode({ name, size }));
  for await (const piece of piecesOf(file, call.file, size)) {
    await send(socket, piece);
    sent += piece.length;
    onProgress?.(sent, size);
  }
  complete = true;
  await demandUnchanged(file, call.file, size);
  socket.end();
  await untilClosed(socket);
  if (socket.errored !== null) throw socket.errored;
  return socket.readableEnded;
}

async function send(socket: Socket, octets: Uint8Array): Promise<void> {
  await writeTo(socket, octets);
  if (socket.destroyed) throw socket.errored ?? new CallFailure('reset', 'the connection is gone');
}

/** The first `size` octets of the file; each piece is good until the next is asked for. */
async function* piecesOf(file: FileHandle, path: string, size: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.min(PIECE_OCTETS, size));
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) throw changed(path, size, at);
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function demandUnchanged(file: FileHandle, path: string, size: number): Promise<void> {
  const now = (await file.stat()).size;
  if (now !== size) throw changed(path, size, now);
}

function changed(path: string, size: number, now: number): CallFailure {
  return new CallFailure('failed', `${path} changed while it was sent: announced with ${size} octets, it has ${now}`);
}
