import type { Codec } from '../../contracts/codec.ts';
import type { Description, WireMessage } from '../../contracts/wire.ts';
import { read } from './decode.ts';
import { encode } from './encode.ts';

/** One message of a description as a codec. Throws a RangeError, as both of its functions do, for a message that it has not. */
export function codecOf(description: Description, message: string): Codec<WireMessage> {
  return {
    encode: (said) => encode(description, message, said),
    decode: (octets, ended) => read(description, message, octets, ended).decoded,
  };
}
