import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { isOwnAddress } from '../addresses/interfaces.ts';
import { isGroup } from '../addresses/ipv4.ts';
import { threadChannel } from '../processes/thread-channel.ts';

/**
 * How often a host is asked, in milliseconds: a host answers at the most one such question a second (RFC 1812 §4.3.2.8
 * allows the limit, Linux has it), whoever asks. Threads that judge programs of the same host ask in place of each other.
 */
const ASK_MS = 1200;

/** A host that has answered so shortly before (ms) is not asked again. */
const FRESH_MS = 1000;

/** Threads tell each other here which host has answered. */
const CHANNEL = 'hosts that answer';

/** A host that leaves three questions in a row without an answer is out of reach: one lost frame in fifty does that to one in 125,000. */
export const LOST_MS = 3 * ASK_MS;

/** Nothing is to listen there: traceroute's ports begin at 33434 for the same reason. */
const PORT = 33_499;

/** Tells for how long a host on another machine did not answer. */
export interface HostWatch {
  /**
   * The longest time since `from` (a `performance.now()`) for which the host left all questions without an answer, in
   * milliseconds: 0 where it answers, or where it never has. What is shorter than `LOST_MS` is no sign of anything, and is
   * forgotten once it is over.
   */
  readonly silentMs: (from: number) => number;
  /** Whether the last question was answered, or no answer was ever had. */
  readonly answers: () => boolean;
  readonly close: () => void;
}

/** A time without an answer: from the first question that had none until the next answer. */
interface Silence {
  readonly from: number;
  readonly to: number;
}

/**
 * Asks a host again and again by a datagram of one octet to a port on which nothing listens: the host answers with an
 * ICMP port unreachable (RFC 1122 §4.1.3.1). The program under test sees nothing of it. Undefined for an address of this
 * machine, for a group, which is no host, or for a name without an address. A host whose firewall drops such datagrams never answers, and is never silent.
 */
export async function watchHost(host: string, port = PORT): Promise<HostWatch | undefined> {
  if (isGroup(host)) return undefined;
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  // An answer is an error of the socket; without a listener it would end the process.
  socket.on('error', () => undefined);
  try {
    socket.connect(port, host);
    await once(socket, 'connect');
  } catch {
    socket.close();
    return undefined;
  }
  if (port === PORT && isOwnAddress(socket.remoteAddress().address)) {
    socket.close();
    return undefined;
  }

  const silences: Silence[] = [];
  let answered = false;
  let unanswered: number | undefined;
  let heard = Number.NEGATIVE_INFINITY;
  let isClosed = false;
  const place = `${host} ${port}`;
  const channel = threadChannel(CHANNEL);
  const hear = (): void => {
    const to = performance.now();
    if (answered && unanswered !== undefined && to - unanswered >= LOST_MS) silences.push({ from: unanswered, to });
    answered = true;
    unanswered = undefined;
    heard = to;
  };
  channel.onmessage = (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'data' in message && message.data === place) hear();
  };
  channel.unref();
  const told = (error: Error | null): void => {
    // Any other error, such as a host that ARP does not find, is no answer.
    if (error === null || !('code' in error) || error.code !== 'ECONNREFUSED') return;
    // What was sent last is answered when nobody listens any more.
    if (isClosed) return;
    hear();
    channel.postMessage(place);
  };
  const ask = (): void => {
    if (performance.now() - heard < FRESH_MS) return;
    unanswered ??= performance.now();
    socket.send(Uint8Array.of(0), told);
  };
  socket.on('error', told);
  ask();
  const timer = setInterval(ask, ASK_MS);
  timer.unref();
  socket.unref();

  return {
    silentMs: (from) => {
      const now = performance.now();
      const open = answered && unanswered !== undefined ? [{ from: unanswered, to: now }] : [];
      const lengths = [...silences, ...open].filter(({ to }) => to > from).map((silence) => silence.to - silence.from);
      return Math.max(0, ...lengths);
    },
    answers: () => !answered || unanswered === undefined || performance.now() - unanswered < ASK_MS,
    close: () => {
      isClosed = true;
      clearInterval(timer);
      channel.close();
      socket.close();
    },
  };
}
