import type { Dissection } from '../../contracts/dissection.ts';
import { EVIDENCE_OCTETS } from '../../contracts/run-form.ts';
import type { Description, Span } from '../../contracts/wire.ts';
import { read } from './decode.ts';

/** A message that is taken apart: whose, which, its octets, and those that matter. */
export interface Dissected extends Pick<Dissection, 'by' | 'name' | 'marked'> {
  readonly octets: Uint8Array;
}

/** How much of a message is kept: octets, and fields, of a message of many messages the first. */
export interface Kept {
  readonly octets: number;
  readonly fields: number;
}

/** So much fits into a report. */
const forReport: Kept = { octets: EVIDENCE_OCTETS, fields: 200 };

/** Takes a message apart, as far as it is as described. */
export function dissect(
  description: Description,
  { octets, ...message }: Dissected,
  kept: Kept = forReport,
): Dissection {
  const { spans } = read(description, message.name, octets, true);
  return {
    by: message.by,
    name: message.name,
    octets: octets.length,
    hex: Buffer.from(octets.subarray(0, kept.octets)).toString('hex'),
    fields: spans.slice(0, kept.fields).map(fieldOf),
    ...(message.marked === undefined ? {} : { marked: message.marked }),
  };
}

function fieldOf({ path, from, to, terminator, field, value }: Span): Dissection['fields'][number] {
  return {
    ...{ path, from, to },
    ...(terminator === 0 ? {} : { terminator }),
    ...(typeof value === 'bigint' ? { number: String(value) } : {}),
    ...(field?.form.kind === 'many' ? { isGroup: true } : {}),
  };
}
