import type { Socket } from 'node:net';
import { dial } from './dial.ts';
import { createLink, watchEnd } from './link.ts';
import type { CommonOptions, Peer, PeerOptions } from './peer.ts';
import { peerOver } from './peer-steps.ts';

/** Makes a peer that connects to the IUT; nothing is sent until its first step. */
export function createPeer(options: PeerOptions): Peer {
  const { number, transcript, paused = false } = options;
  const link = createLink(number, transcript, paused);
  let opening: Promise<Socket> | undefined;
  return peerOver(link, options, () => {
    opening ??= dial(link, { ...options, paused });
    return opening;
  });
}

/** Makes a peer of a connection that the IUT has made to the harness. The socket must be paused and allow half-open. */
export function adoptPeer(socket: Socket, options: CommonOptions): Peer {
  const link = createLink(options.number, options.transcript, options.paused === true);
  options.transcript.add({ who: 'iut', what: 'connect', connection: options.number });
  link.happened('open');
  socket.setNoDelay(true);
  watchEnd(link, socket, () => true);
  socket.on('data', (octets: Uint8Array) => {
    if (!link.onRead(socket, octets)) socket.pause();
  });
  if (options.paused === true) socket.pause();
  else socket.resume();
  return peerOver(link, options, () => Promise.resolve(socket));
}
