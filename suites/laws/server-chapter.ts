import type { Description } from '../../harness/contracts/wire.ts';
import type { Check } from '../../harness/engine/cases.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { type Each, eachOf } from './each.ts';
import { someLetters } from './letters.ts';
import { type Context, type Oracle, oracleOf } from './oracle.ts';
import { firstOfEach, type Script, scriptOf } from './script.ts';
import type { ServerLaw } from './server-laws.ts';
import { behindLastSaid } from './session.ts';
import { type SideBySide, sideBySideOnce } from './side-by-side.ts';

/** What a chapter of the laws of servers works with: it adds the cases of its laws, in their order. */
export interface ServerChapter {
  readonly description: Description;
  readonly oracle: Oracle;
  readonly sideBySide: SideBySide;
  /** A plain dialogue, for its form: what its messages are, and how long. */
  readonly sample: Script;
  /** The messages of the client, each once. */
  readonly messages: readonly MessageRow[];
  /** Whether a reply follows the last message of the client. */
  readonly isReplied: boolean;
  /** Whether the server says nothing, and what it shows is looked at. */
  readonly isOneWay: boolean;
  /** The first half of the client's first message, and the other; undefined where clients say nothing. */
  readonly part: Uint8Array | undefined;
  readonly rest: Uint8Array | undefined;
  readonly check: Check<Context, ServerLaw>;
  readonly each: Each<Context, ServerLaw>;
}

/** A message of the client, as a row of cases. */
export interface MessageRow {
  readonly label: string;
  readonly message: string;
}

/** What the chapters of one description work with. */
export function serverChapter(description: Description, check: Check<Context, ServerLaw>): ServerChapter {
  const sample = scriptOf(description, someLetters);
  const said = firstOfEach(sample);
  const last = behindLastSaid(sample);
  const first = said[0]?.octets;
  const half = Math.ceil((first?.length ?? 0) / 2);
  const oracle = oracleOf(description);
  return {
    description,
    oracle,
    sideBySide: sideBySideOnce(oracle),
    sample,
    messages: said.map(({ name }) => ({ label: name, message: name })),
    isReplied: last > 0 && sample.acts.slice(last).some(({ does }) => does === 'hear'),
    isOneWay: isOneWay(description),
    part: first?.subarray(0, half),
    rest: first?.subarray(half),
    check,
    each: eachOf(check),
  };
}

/** Why a law does not apply to a protocol, and what would change that. */
export const lacks = {
  message: 'clients of this protocol say nothing',
  repeat: 'the dialogue does not repeat: needs repeat at its end',
  length: 'no field says a length or a count: needs `length of` or `count of` in a message of the client',
  wide: 'no length or count of several octets: needs a number such as u16 that measures others',
  digits: 'no length or count in decimal digits: needs `digits until …` that measures others',
  fill: 'no message has a size that can be chosen: needs {fill} in a text of a plain message of the client',
  limit:
    'no limit is declared: needs `max N octets`, or `A..B characters`, and {fill} in a plain message of the client',
  literal: 'no octets of a message of the client are always the same',
  terminator: 'no field of a message of the client ends with a terminator',
  reply: 'the server says nothing after the last message of the client',
} as const;
