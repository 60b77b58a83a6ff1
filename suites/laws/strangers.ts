import type { Description } from '../../harness/contracts/wire.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import type { Script } from './script.ts';

/** What a client of another protocol says first. */
export interface Stranger {
  readonly label: string;
  readonly octets: Uint8Array;
}

/** A ClientHello of TLS 1.2 with one cipher suite (RFC 5246 §7.4.1.2), in a record of its own. */
const CLIENT_HELLO = `160301002d 01000029 0303 ${'5a'.repeat(32)} 00 0002002f 0100`;

const OCTETS = 1024;

/** What clients of other protocols say. */
export const strangerOctets: readonly Stranger[] = [
  { label: 'TLS', octets: Buffer.from(CLIENT_HELLO.replaceAll(' ', ''), 'hex') },
  { label: 'HTTP', octets: Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n') },
  { label: 'zeros', octets: new Uint8Array(OCTETS) },
  { label: 'random octets', octets: randomOctets() },
];

/** The strangers to a protocol: those whose octets are no message of it. */
export function strangers(description: Description, { spoken: [first] }: Script): readonly Stranger[] {
  if (first === undefined) return [];
  return strangerOctets.filter(({ octets }) => read(description, first.name, octets, true).decoded.kind !== 'message');
}

/** Octets without a pattern, the same in each run: a linear congruential generator (Numerical Recipes). */
function randomOctets(): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: OCTETS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
