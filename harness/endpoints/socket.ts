import type { Socket } from 'node:net';

/**
 * Octets that Node may read ahead: none, as a program that reads by itself. What a peer sends while another piece is being
 * worked on stays in the kernel, whose tables tell of it, and does not become one read with the next.
 */
export const READ_AHEAD = { highWaterMark: 1 };

/** Takes what one read gives: at least one octet, or undefined once the peer has ended its side. Rejects when the connection is lost. */
export type Read = () => Promise<Uint8Array | undefined>;

/**
 * Reads a connection piece by piece, no further ahead than one buffer, so that a slow consumer slows the peer down.
 * A peer that is silent for `idleMs` is left, and the read that waited for it rejects with what `silence` makes.
 * For a connection whose own side is still open.
 */
export function readFrom(
  socket: Socket,
  idleMs: number,
  silence: () => Error = () => new Error(`silent for ${idleMs} ms`),
): Read {
  socket.setTimeout(idleMs, () => socket.destroy(silence()));
  const pieces: AsyncIterator<Uint8Array> = socket.iterator({ destroyOnReturn: false });
  return async () => {
    const piece = await pieces.next();
    if (piece.done !== true) return piece.value;
    socket.setTimeout(0);
    await demandOrderlyEnd(socket);
    return undefined;
  };
}

/**
 * libuv reports an RST that arrives together with octets as an end of stream (uv__stream_io, POLLHUP after a partial
 * read). The kernel still knows: a write of no octets puts nothing on the wire, and fails where there was an RST.
 */
function demandOrderlyEnd(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(new Uint8Array(), (error) => (error ? reject(error) : resolve()));
  });
}

/** Resolves when the connection is closed on this machine, whoever closed it and why. */
export function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}

/** Closing with unread input would reset the connection (RFC 2525 §2.17), so what still comes is thrown away, for `idleMs` at most. */
export async function endAndDiscard(socket: Socket, idleMs: number): Promise<void> {
  const lingering = setTimeout(() => socket.destroy(), idleMs);
  const discard = (): void => {
    while (socket.read() !== null);
  };
  socket.on('readable', discard);
  socket.end();
  discard();
  await untilClosed(socket);
  clearTimeout(lingering);
}

/** Writes and resolves when the kernel has taken all of it, or when the connection is gone: look at `socket.destroyed`. */
export function writeTo(socket: Socket, octets: Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(octets, () => resolve()));
}

/** `host:port`, an IPv6 address in brackets (RFC 3986 §3.2.2). */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The other end of a connection, for events; ask early, a closed socket has forgotten it. */
export function peerOf(socket: Socket): string {
  const { remoteAddress, remotePort } = socket;
  return remoteAddress === undefined || remotePort === undefined
    ? 'a client that has left'
    : hostPort(remoteAddress, remotePort);
}
