import type { Dissection } from '../../harness/contracts/dissection.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import type { Deed, Harm, Reply } from './client-exchange.ts';
import { changed, cutAfter } from './telling.ts';

/** The same harm, and the last reply that it harmed, taken apart where a report needs it. */
export function watchedHarm(
  description: Description,
  harm: Harm,
): { readonly harm: Harm; readonly isHarmed: () => boolean; readonly told: () => readonly Dissection[] } {
  let last: { readonly reply: Reply; readonly deeds: readonly Deed[] } | undefined;
  return {
    harm: (reply) => {
      const deeds = harm(reply);
      if (deeds !== undefined) last = { reply, deeds };
      return deeds;
    },
    isHarmed: () => last !== undefined,
    told: () => (last === undefined ? [] : harmedReply(description, last.reply, last.deeds)),
  };
}

/** A reply as it was said. Several messages in one segment are told by the evidence alone. */
function harmedReply(description: Description, reply: Reply, deeds: readonly Deed[]): readonly Dissection[] {
  const segments = deeds.flatMap((deed) => (deed.does === 'say' ? deed.segments : []));
  const octets = Buffer.concat(segments);
  const isBehindAnother =
    octets.length > reply.octets.length && octets.subarray(-reply.octets.length).equals(reply.octets);
  if (octets.length === 0 || isBehindAnother) return [];
  const [first] = segments;
  const isCut = segments.length === 2 && first !== undefined && first.length > 0 && octets.equals(reply.octets);
  return [isCut ? cutAfter(description, reply, first.length) : changed(description, reply, octets)];
}
