import { randomBytes } from 'node:crypto';
import { errorText } from '../../contracts/errors.ts';
import { Finding, inconclusive } from '../finding.ts';
import type { Peer } from '../tester/peer.ts';
import type { ClientContext } from './client-context.ts';
import type { Twin } from './twin.ts';

/**
 * The plain exchange of a suite: what every client of its protocol can do where nothing goes wrong. It is the positive
 * control of the suite: a refusal, an error or an end of a program that cannot do it tells nothing. It judges no more
 * than that there was an exchange, since every detail has a row of its own. Throws a Finding where there was none.
 */
export type PlainExchange = (context: ClientContext) => Promise<Exchange>;

/** A plain exchange that came about. */
export interface Exchange {
  readonly peer: Peer;
  /** What the client was given to print; empty for nothing. */
  readonly sent: string;
  /** Texts that the client was told, which it may print. */
  readonly told?: readonly string[];
  /** Sees the connection to its end, where that takes more than to wait for the client. */
  readonly finish?: () => Promise<void>;
}

/**
 * Letters that no program can know beforehand, so that nothing is right by guessing. Digits are none of them: numbers are left
 * out where outputs are compared.
 */
export function unguessable(letters = 12): string {
  return Array.from(randomBytes(letters), (octet) => String.fromCharCode(FIRST_LETTER + (octet % LETTERS))).join('');
}

const FIRST_LETTER = 'a'.charCodeAt(0);
const LETTERS = 26;

/** What a client does in the plain exchange, to its end. */
export async function twinOf(context: ClientContext, plain: PlainExchange): Promise<Twin> {
  const exchange = await plain(context);
  await toItsEnd(exchange);
  const end = context.sees.exit ? await context.end() : undefined;
  return { end, printed: context.sees.output ? ownWords(context, exchange) : '' };
}

/** The exchange for a case about what surrounds it; without one nothing can be said. */
export async function exchanged(context: ClientContext, plain: PlainExchange): Promise<Exchange> {
  return plain(context).catch((error: unknown) => {
    if (!(error instanceof Finding)) throw error;
    return inconclusive(`the plain exchange did not come about: ${errorText(error)}`);
  });
}

/** Sees the connection of an exchange to its end; resolves to whether the client ended its side. */
export async function toItsEnd({ peer, finish }: Exchange): Promise<boolean> {
  await finish?.();
  await peer.history();
  return peer.isOver();
}

/** What a client printed beside what it was given to print, and what it was told. */
export function ownWords({ printed }: ClientContext, { sent, told = [] }: Exchange): string {
  return without(printed(), [sent, ...told]);
}

/** What is left of a text without these. */
export function without(text: string, texts: readonly string[]): string {
  return texts.reduce((left, one) => (one === '' ? left : left.replaceAll(one, '')), text);
}
