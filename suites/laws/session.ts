import type { Context, Oracle } from './oracle.ts';
import type { Act, Script } from './script.ts';

/** So many rounds on one connection, each with letters of its own; one where the dialogue does not repeat. */
export function sessionOf(context: Context, oracle: Oracle, rounds: number): readonly Act[] {
  return roundsOf(context, oracle, rounds).flat();
}

/** The same, the acts of each round apart. */
export function roundsOf(context: Context, oracle: Oracle, rounds: number): readonly (readonly Act[])[] {
  const first = oracle.script(context);
  const { round } = first;
  if (round === undefined) return [first.acts];
  const others = Array.from({ length: rounds - 1 }, () => oracle.script(context));
  const all = [first.acts, ...others.map(({ acts }) => acts.slice(round))];
  // The connection ends with the last of them.
  return all.map((acts, index) => (index < rounds - 1 ? withoutEnds(acts) : acts));
}

/** The acts without the end of the connection, so that more may follow. */
export function withoutEnds(acts: readonly Act[]): readonly Act[] {
  return acts.filter(({ does }) => !isEnd(does));
}

function isEnd(does: Act['does']): boolean {
  return does === 'end writing' || does === 'hear the end';
}

/** The acts with everything that is said from the first message on in one segment, before anything of it is heard. */
export function inOneSegment(acts: readonly Act[]): readonly Act[] {
  const first = acts.findIndex(({ does }) => does === 'say');
  const others = acts.slice(first).filter(({ does }) => does !== 'say');
  return [...acts.slice(0, first), { does: 'say', segments: [Buffer.concat(saidIn(acts))] }, ...others];
}

/** All that is said, a piece each. */
export function saidIn(acts: readonly Act[]): readonly Uint8Array[] {
  return acts.flatMap((act) => (act.does === 'say' ? act.segments : []));
}

/** The index behind the last message that is said. */
export function behindLastSaid({ acts }: Script): number {
  return acts.findLastIndex(({ does }) => does === 'say') + 1;
}
