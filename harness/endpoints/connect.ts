import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { errorCode, errorText } from '../contracts/errors.ts';
import { hostPort, READ_AHEAD } from './socket.ts';

/** What came of an attempt to speak to a server; `failed` is anything that the others do not name. */
export type ConnectOutcome =
  | 'connected'
  | 'refused'
  | 'timed-out'
  | 'address-error'
  | 'unreachable'
  | 'reset'
  | 'failed';

/** A call that went wrong: which of the outcomes it was, and one plain sentence as the message. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly outcome: Exclude<ConnectOutcome, 'connected'>;

  constructor(outcome: CallFailure['outcome'], sentence: string) {
    super(sentence);
    this.outcome = outcome;
  }
}

/** Where to connect to, and how long to try. */
export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** Limit of the connection, in milliseconds, from the moment that the name is resolved. */
  readonly connectMs: number;
  /** Resolves names; the system's resolver unless told otherwise. */
  readonly lookup?: LookupFunction;
  /** Destroys the connection, or the attempt at one, whenever it is aborted. */
  readonly signal?: AbortSignal;
}

/** How long a name may take to resolve, in milliseconds: a resolver without a server gives up after 10 s or so. */
export const RESOLVE_MS = 15_000;

/**
 * Connects, trying every address of a name. Rejects with a CallFailure. The socket is half-open capable: it is for the
 * caller to end its side. It has an 'error' listener, so that a reset between two waits harms nobody.
 */
export function connectTo({ host, port, connectMs, lookup, signal }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      allowHalfOpen: true,
      ...READ_AHEAD,
      autoSelectFamily: true,
      // A silent address must leave time for the next one.
      autoSelectFamilyAttemptTimeout: Math.max(10, Math.ceil(connectMs / 2)),
      ...(lookup === undefined ? {} : { lookup }),
    });
    const giveUp = (outcome: CallFailure['outcome'], sentence: string) => {
      socket.destroy();
      reject(new CallFailure(outcome, sentence));
    };
    const where = hostPort(host, port);
    onAbort(signal, socket, () => socket.destroy(new CallFailure('failed', `the call to ${where} was stopped`)));
    const limitConnecting = () =>
      setTimeout(() => giveUp('timed-out', `${where} timed out: no connection within ${connectMs} ms`), connectMs);
    let limit =
      isIP(host) !== 0
        ? limitConnecting()
        : setTimeout(() => giveUp('address-error', addressError(where, `no answer in ${RESOLVE_MS} ms`)), RESOLVE_MS);
    socket.once('lookup', (error) => {
      clearTimeout(limit);
      if (error === null || error === undefined) limit = limitConnecting();
    });
    socket.on('error', (error) => {
      clearTimeout(limit);
      reject(callFailure(error, { host, port }));
    });
    socket.once('connect', () => {
      clearTimeout(limit);
      resolve(socket);
    });
  });
}

/** The `signal` option of a socket keeps its listener when the socket has closed: many attempts would pile up. */
function onAbort(signal: AbortSignal | undefined, socket: Socket, abort: () => void): void {
  signal?.addEventListener('abort', abort, { once: true });
  socket.once('close', () => signal?.removeEventListener('abort', abort));
  if (signal?.aborted) abort();
}

/** Tells which outcome an error stands for, and says it in one plain sentence with the address. The most specific reading wins. */
export function callFailure(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): CallFailure {
  if (error instanceof CallFailure) return error;
  const causes = error instanceof AggregateError ? error.errors : [error];
  const where = hostPort(host, port);
  for (const [outcome, tells, sentence] of readings) {
    const cause = causes.find(tells);
    if (cause !== undefined) return new CallFailure(outcome, sentence(where, errorCode(cause) ?? errorText(cause)));
  }
  return new CallFailure('failed', `the connection to ${where} failed: ${errorText(causes[0] ?? error)}`);
}

/** Most specific first: a name that does not resolve, then what only a live host can say, then silence, then no way there. */
const readings: readonly (readonly [
  outcome: CallFailure['outcome'],
  tells: (error: unknown) => boolean,
  sentence: (where: string, detail: string) => string,
])[] = [
  ['address-error', isResolverError, addressError],
  ['reset', hasCode('ECONNRESET', 'EPIPE', 'ECONNABORTED'), (where) => `${where} reset the connection`],
  [
    'refused',
    hasCode('ECONNREFUSED'),
    (where) => `${where} refused the connection: nothing listens there, or a firewall says so`,
  ],
  ['timed-out', hasCode('ETIMEDOUT'), (where) => `${where} timed out: it does not answer`],
  [
    'unreachable',
    hasCode('EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'),
    (where, code) => `${where} is unreachable: no way leads there (${code})`,
  ],
];

function addressError(where: string, detail: string): string {
  return `address error: the name in ${where} cannot be resolved (${detail})`;
}

function isResolverError(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && (code === 'ENOTFOUND' || code.startsWith('EAI_'));
}

function hasCode(...codes: readonly string[]): (error: unknown) => boolean {
  return (error) => codes.includes(errorCode(error) ?? '');
}
