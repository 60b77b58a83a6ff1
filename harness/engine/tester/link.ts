import type { Socket } from 'node:net';
import { STREAM_OCTETS } from '../limits.ts';
import { type Bell, createBell } from './bell.ts';
import { octetStore } from './octet-store.ts';
import type { Transcript } from './transcript.ts';

/**
 * What the IUT did with a connection, in order; equal events that follow each other are one. A stream that was still
 * coming when its limit was over is `more without an end`: that is no silence.
 */
export type PeerEvent = 'open' | 'data' | 'end' | 'reset' | 'close' | 'silence' | 'more without an end' | 'flood';

/** Octets that one read takes at full speed. */
const FULL_READ = 65_536;

/** What is known of one connection: the events, the octets, and a bell that every event rings. */
export interface Link {
  readonly number: number;
  readonly transcript: Transcript;
  readonly bell: Bell;
  readonly history: () => readonly PeerEvent[];
  readonly happened: (event: PeerEvent) => void;
  readonly has: (event: PeerEvent) => boolean;
  /** Whether the IUT has ended its side, in whatever way. */
  readonly over: () => boolean;
  /** How many octets were received. */
  readonly received: () => number;
  /** All that was received; of a flood only its beginning. */
  readonly octets: () => Buffer;
  /** Where the next read goes, which is copied from there: room for one octet, until the link is to read at full speed. */
  readonly readBuffer: () => Uint8Array;
  /** Reads at full speed from now on. */
  readonly readAll: (socket: Socket) => void;
  /** Takes note of a read; false where reading must pause. */
  readonly onRead: (socket: Socket, octets: Uint8Array) => boolean;
}

/** A link before its connection is there; a paused one reads slowly until `readAll`. */
export function createLink(number: number, transcript: Transcript, paused: boolean): Link {
  const bell = createBell();
  const history: PeerEvent[] = [];
  const kept = octetStore();
  let received = 0;
  let readSize = paused ? 1 : FULL_READ;
  let buffer = new Uint8Array();

  const happened = (event: PeerEvent): void => {
    if (history.at(-1) !== event) history.push(event);
    bell.ring();
  };
  const has = (event: PeerEvent): boolean => history.includes(event);

  return {
    number,
    transcript,
    bell,
    history: () => [...history],
    happened,
    has,
    over: () => has('end') || has('reset') || has('close') || has('flood'),
    received: () => received,
    octets: kept.octets,
    readBuffer: () => {
      if (buffer.length !== readSize) buffer = new Uint8Array(readSize);
      return buffer;
    },
    readAll: (socket) => {
      readSize = FULL_READ;
      socket.resume();
    },
    onRead: (socket, octets) => {
      kept.add(octets);
      received += octets.length;
      if (readSize > 1) transcript.add({ who: 'iut', what: 'receive', connection: number }, octets);
      happened('data');
      if (received <= STREAM_OCTETS) return readSize > 1;
      happened('flood');
      kept.shorten(FULL_READ);
      socket.destroy();
      return false;
    },
  };
}

/** Takes note of how a connection ends. `onError` says whether an error is one of an established connection. */
export function watchEnd(link: Link, socket: Socket, onError: (error: Error) => boolean): void {
  const { transcript, number, happened } = link;
  const ended = (): void => {
    transcript.add({ who: 'iut', what: 'fin', connection: number });
    happened('end');
  };
  socket.on('error', (error) => {
    if (!onError(error)) return;
    transcript.add({ who: 'iut', what: 'rst', connection: number });
    happened('reset');
  });
  socket.on('end', () => {
    // libuv tells an RST that came together with octets as an end; the kernel fails a write of no octets then.
    if (socket.writableEnded) ended();
    else socket.write(new Uint8Array(), (error) => !error && ended());
  });
  socket.on('close', () => happened('close'));
}
