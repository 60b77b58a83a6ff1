import { inconclusive } from '../../harness/engine/finding.ts';
import { ACTIVE_PARTS, type MakeParts } from '../../harness/engine/server/activity.ts';
import { type Talk, talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act } from './script.ts';
import { roundsOf, withoutEnds } from './session.ts';

/**
 * A round of the dialogue for each part of what an active client says, on one connection. Where a round has one message, a part
 * ends within that of the next round, so that something unfinished always waits. A wrong answer is for other laws.
 */
export function inRounds(context: Context, oracle: Oracle): MakeParts {
  return () => {
    let talk: Talk | undefined;
    return overlapping(roundsOf(context, oracle, ACTIVE_PARTS)).map((acts, index) => async (peer) => {
      talk ??= talkOver(oracle.description, peer, context);
      const wrong = (await talk(withoutEnds(acts))).find(({ problem }) => problem !== undefined);
      if (wrong !== undefined && !peer.isOver()) inconclusive(`${wrong.name} of round ${index + 1}: ${wrong.problem}`);
    });
  };
}

/** Each round but the last says the front of the next one's message behind its own. */
function overlapping(rounds: readonly (readonly Act[])[]): readonly (readonly Act[])[] {
  const said = rounds.map((acts) => acts.flatMap((act) => (act.does === 'say' ? [Buffer.concat(act.segments)] : [])));
  if (!said.every(({ length }) => length === 1)) return rounds;
  const halfOf = (index: number): number => Math.ceil((said[index]?.[0]?.length ?? 0) / 2);
  return rounds.map((acts, index) =>
    acts.map((act): Act => {
      if (act.does !== 'say') return act;
      const own = Buffer.concat(act.segments).subarray(index === 0 ? 0 : halfOf(index));
      const next = said[index + 1]?.[0]?.subarray(0, halfOf(index + 1)) ?? new Uint8Array();
      return { does: 'say', segments: [Buffer.concat([own, next])] };
    }),
  );
}
