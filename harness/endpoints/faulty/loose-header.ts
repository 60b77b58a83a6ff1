import { NAME_OCTETS_LIMIT, nameProblem, SEPARATOR } from '../../protocols/upload.ts';
import { firstInvalidUtf8 } from '../../text/utf8.ts';
import type { DecodeHeader } from '../receive.ts';

/** Octets after which a fault that takes long names gives up on one: room for the longest case and little more. */
export const LONG_NAME_OCTETS = 16 * 1024;

/** What a header must obey; a fault bends one of these. */
export interface HeaderRules {
  /** The most octets that a name may have. */
  readonly nameOctets: number;
  readonly nameProblem: (name: string) => string | undefined;
  /** The number that four octets stand for. */
  readonly readSize: (octets: DataView) => number;
  readonly separatorIsChecked: boolean;
}

/** An upload header decoder that errs in the rules given and is right in all others. */
export function looseHeader(change: Partial<HeaderRules>): DecodeHeader {
  const rules: HeaderRules = {
    nameOctets: NAME_OCTETS_LIMIT,
    nameProblem,
    readSize: (octets) => octets.getUint32(0, false),
    separatorIsChecked: true,
    ...change,
  };
  return (octets) => {
    const end = octets.subarray(0, rules.nameOctets + 1).indexOf(SEPARATOR);
    if (end === -1) {
      return octets.length > rules.nameOctets ? malformed('the name does not end', rules.nameOctets) : incomplete;
    }
    const invalid = firstInvalidUtf8(octets.subarray(0, end));
    if (invalid !== undefined) return malformed('the name is not UTF-8', invalid);
    const name = new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets.subarray(0, end));
    const problem = rules.nameProblem(name);
    if (problem !== undefined) return malformed(problem, end);
    if (octets.length < end + 6) return incomplete;
    if (rules.separatorIsChecked && octets[end + 5] !== SEPARATOR) return malformed('no separator', end + 5);
    const size = rules.readSize(new DataView(octets.buffer, octets.byteOffset + end + 1, 4));
    return { kind: 'message', message: { name, size }, length: end + 6 };
  };
}

const incomplete = { kind: 'incomplete' } as const;

function malformed(reason: string, offset: number): ReturnType<DecodeHeader> {
  return { kind: 'malformed', reason, offset };
}
