import fc from 'fast-check';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { mustBeHeld, stoppedWhileWaiting } from '../../harness/engine/client/holding.ts';
import { LATE_MS, mayBeLate } from '../../harness/engine/client/staying.ts';
import { cutAt, octetByOctet } from '../../harness/engine/tester/segments.ts';
import type { SampleCuts } from './characters.ts';
import type { Harm, Reply } from './client-exchange.ts';
import type { HarmedReply } from './client-oracle.ts';
import { type ReplyPlace, spanIn } from './client-places.ts';

/** Octets of a reply that are sent one by one. */
const SINGLE_OCTETS = 256;

/** How many random segmentations are tried, and the most cuts of each: each starts the client anew. */
const RANDOM_RUNS = 8;
const MOST_CUTS = 6;

/** A reply cut after each octet of one of its fields. */
export function cutReplies(place: ReplyPlace): readonly HarmedReply[] {
  return place.cuts.map((cut) => ({
    how: `cut after octet ${cut} of ${place.path}`,
    harm: (reply) => {
      const span = spanIn(reply, place);
      const at = (span?.from ?? 0) + cut;
      // A field of a smaller reply may be shorter.
      if (span === undefined || at > span.to || at >= reply.octets.length) return undefined;
      return [{ does: 'say', segments: cutAt(reply.octets, [at]) }];
    },
  }));
}

/** The reply of a further sample, cut after so many octets each time. */
export function cutSample({ message, cuts }: SampleCuts): readonly HarmedReply[] {
  return cuts.map((cut) => ({
    how: `cut after octet ${cut} of ${message}`,
    harm: only(message, ({ octets }) => cutAt(octets, cut < octets.length ? [cut] : [])),
  }));
}

/** A reply octet by octet. */
export function singleOctets(message: string): readonly HarmedReply[] {
  const how = 'octet by octet';
  return [{ how, harm: only(message, ({ octets }) => octetByOctet(octets, SINGLE_OCTETS)) }];
}

function only(message: string, segments: (reply: Reply) => readonly Uint8Array[]): Harm {
  return (reply) => (reply.name === message ? [{ does: 'say', segments: segments(reply) }] : undefined);
}

/** A reply cut at random places, which the seed decides. */
export function randomCuts(message: string, seed: number): readonly HarmedReply[] {
  const fractions = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: MOST_CUTS });
  return fc.sample(fractions, { seed, numRuns: RANDOM_RUNS }).map((parts) => {
    const at = (places: readonly number[]): HarmedReply => cutInParts(message, places);
    return { ...at(parts), places: parts, at };
  });
}

/** A reply cut after so many thousandths of its octets. */
function cutInParts(message: string, parts: readonly number[]): HarmedReply {
  const cutsOf = ({ octets }: Reply): readonly number[] => {
    const cuts = parts.map((part) => Math.ceil((part * octets.length) / 1000));
    return [...new Set(cuts)].filter((cut) => cut < octets.length).toSorted((one, other) => one - other);
  };
  return {
    how: `cut at ${parts.toSorted((one, other) => one - other).join(', ')} thousandths`,
    harm: only(message, (reply) => cutAt(reply.octets, cutsOf(reply))),
  };
}

/** Two messages that are said in a row in one segment: the first waits for the second. */
export function mergedReplies(): readonly HarmedReply[] {
  let before: Uint8Array | undefined;
  const harm: Harm = ({ octets, index }) => {
    if (index % 2 === 0) {
      before = octets;
      return [];
    }
    const both = Buffer.concat([before ?? new Uint8Array(), octets]);
    before = undefined;
    return [{ does: 'say', segments: [both] }];
  };
  return [{ how: 'two messages in one segment', harm }];
}

/** A reply that comes late, as a whole or by half. */
export function lateReplies(message: string, what: string, context: ClientContext): readonly HarmedReply[] {
  mayBeLate(context);
  const harm: Harm = ({ name, octets }) => {
    if (name !== message) return undefined;
    const half = what === 'the first octet' ? 0 : Math.ceil(octets.length / 2);
    const front = half === 0 ? [] : ([{ does: 'say', segments: [octets.subarray(0, half)] }] as const);
    return [...front, { does: 'pause', ms: LATE_MS }, { does: 'say', segments: [octets.subarray(half)] }];
  };
  return [{ how: `${what} after ${LATE_MS} ms`, harm }];
}

/** A reply that comes while the client waits for it that was stopped and goes on meanwhile. */
export function replyWhenStopped(message: string, context: ClientContext): readonly HarmedReply[] {
  mustBeHeld(context.plan);
  const harm: Harm = ({ name, octets }) =>
    name === message
      ? [
          { does: 'look', look: () => stoppedWhileWaiting(context) },
          { does: 'say', segments: [octets] },
        ]
      : undefined;
  return [{ how: 'stopped and continued while it waits', harm }];
}

/** Octets behind the last message that is said, of so many on a connection. */
export function surplusReplies(said: number, octets: number): readonly HarmedReply[] {
  const harm: Harm = (reply) =>
    reply.index === said - 1
      ? [{ does: 'say', segments: [Buffer.concat([reply.octets, Buffer.from('w'.repeat(octets))])] }]
      : undefined;
  return [{ how: `${octets} octets behind the last reply`, harm }];
}
