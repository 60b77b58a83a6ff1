import { connect, Socket } from 'node:net';
import { errorCode } from '../../contracts/errors.ts';
import { NotReachable } from '../../contracts/target.ts';
import { clock } from '../clock.ts';
import { Finding } from '../finding.ts';
import { RETRY_MS } from '../limits.ts';
import { duration } from '../words.ts';
import { type Link, watchEnd } from './link.ts';

/** What is said of an address at which nobody listens. */
const REFUSED = 'refused the connection';

/** Where a link is to be connected to. */
export interface DialOptions {
  readonly host: string;
  readonly port: number;
  /** Limit of the handshake, in milliseconds. */
  readonly connectMs: number;
  readonly paused: boolean;
  /** Whether a connection that is refused is tried again: asked at each refusal. */
  readonly mayListenAgain?: () => boolean;
}

/**
 * Connects a link to the IUT. A first connection that fails rejects with `NotReachable`, since nothing was tested; a later
 * one with a `Finding`.
 */
export async function dial(link: Link, options: DialOptions): Promise<Socket> {
  const { transcript, number, happened } = link;
  for (;;) {
    const dialled = await dialOnce(link, options);
    if (dialled instanceof Socket) return dialled;
    if (dialled !== REFUSED || options.mayListenAgain?.() !== true) {
      transcript.add({ who: 'iut', what: 'connect', connection: number, text: dialled });
      happened('close');
      const seen = `${options.host}:${options.port} ${dialled}`;
      throw number === 1 ? new NotReachable(seen) : new Finding(`connection ${number} to be established`, seen);
    }
    await clock.rest(RETRY_MS);
  }
}

/** The connection, or why it did not come about. */
function dialOnce(link: Link, { host, port, connectMs, paused }: DialOptions): Promise<Socket | string> {
  const { transcript, number, has, happened } = link;
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({
      host,
      port,
      allowHalfOpen: true,
      noDelay: true,
      onread: {
        buffer: link.readBuffer,
        callback: (length, buffer) => link.onRead(socket, buffer.subarray(0, length)),
      },
    });
    if (paused) socket.pause();
    const fail = (why: string): void => {
      socket.removeAllListeners('close').destroy();
      resolve(why);
    };
    const callOff = clock.after(connectMs, (tooBusy) => {
      if (tooBusy === undefined) return fail(`did not complete a handshake within ${duration(connectMs)}`);
      socket.destroy();
      reject(tooBusy);
    });
    const established = (): void => {
      callOff();
      transcript.add({ who: 'harness', what: 'connect', connection: number });
      happened('open');
      resolve(socket);
    };
    socket.once('connect', established);
    socket.once('close', () => callOff());
    watchEnd(link, socket, (error) => {
      callOff();
      if (has('open')) return true;
      // A reset can only follow a handshake, even where both are told at once.
      if (errorCode(error) === 'ECONNRESET') established();
      else fail(connectProblem(error));
      return has('open');
    });
  });
}

function connectProblem(error: Error): string {
  const code = errorCode(error) ?? '';
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: REFUSED,
    ETIMEDOUT: 'did not complete a handshake',
    EHOSTUNREACH: 'is unreachable',
    ENETUNREACH: 'is unreachable: no route to its network',
    ENOTFOUND: 'does not resolve: no such name',
    EAI_AGAIN: 'does not resolve: the resolver gave no answer',
  };
  return known[code] ?? `could not be connected to: ${error.message}`;
}
