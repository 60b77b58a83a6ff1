import { inTime } from '../../text/in-time.ts';
import { clock } from '../clock.ts';
import { numberInLetters } from '../data/letters.ts';
import { conclusiveIf } from '../finding.ts';
import { QUIET_MS } from '../limits.ts';
import type { CaseContext } from '../server/context.ts';
import { shown, shownFact, unprintedFact } from './shown.ts';

/** What is needed to judge what an IUT shows. */
type Sight = Pick<CaseContext<unknown>, 'printed' | 'show' | 'limits' | 'printsNoMore'>;

/**
 * Looks at what was printed until `holds`, or the limit (ms; the reply limit) is over; then once more, when more may have come.
 * Of an IUT that has ended nothing more is waited for.
 */
export async function factWithin(
  sight: Sight,
  judge: (printed: string) => string,
  holds: (fact: string) => boolean = (fact) => fact === shown,
  limitMs = sight.limits.replyMs,
): Promise<string> {
  const isSilent = silentFor(sight);
  let isLast = false;
  const look = async (): Promise<string> => {
    // What comes while this look is made is for the next one.
    isLast = isSilent();
    return inTime('judging', () => judge(sight.printed()));
  };
  const fact = await clock.lookUntil(limitMs, look, (seen) => holds(seen) || isLast);
  if (!holds(fact)) return fact;
  await clock.pause(sight.limits.settleMs);
  return look();
}

/** Whether the IUT had ended when this was first asked that long ago that nothing of what it printed is on its way. */
function silentFor({ printsNoMore }: Sight): () => boolean {
  let seen: number | undefined;
  return () => {
    if (!printsNoMore()) return false;
    seen ??= clock.now();
    return clock.now() - seen >= QUIET_MS;
  };
}

/** Whether these items are shown within the limit, and nothing of them too much a settle time later. */
export function shownWithin(sight: Sight, items: readonly string[], limitMs?: number): Promise<string> {
  return factWithin(sight, (printed) => shownFact(printed, items, sight.show), undefined, limitMs);
}

/** What is said where nothing of a case's data was printed. Concludes nothing where that may be in a buffer still. */
export function unprinted({ lateHint }: Pick<CaseContext<unknown>, 'lateHint'>): string {
  const hint = lateHint();
  conclusiveIf(hint === undefined, unprintedFact(hint));
  return unprintedFact(undefined);
}

/** Concludes nothing where what was printed ends within a line, the rest of which may be in a buffer still. */
export function unlessCutOff({ lateHint }: Pick<CaseContext<unknown>, 'lateHint'>, printed: string): void {
  const hint = lateHint();
  const endsWithin = printed.includes('\n') && !printed.endsWith('\n');
  conclusiveIf(hint === undefined || !endsWithin, `what is printed ends within a line (${hint})`);
}

/**
 * Text of printable letters alone, so that every way of printing octets shows it and no number in the output is part of it.
 * It begins and ends with a word of this case, whose own first and last letter tell it from the case's others;
 * `characters` in all, of fewer than 12 the first.
 */
export function lettersFor(context: Pick<CaseContext<unknown>, 'uniqueName'>, characters = 12): string {
  const word = context.uniqueName('');
  const begin = [...word].reverse().join('');
  return `${begin}${fill(characters - 2 * word.length)}${word.toUpperCase()}`.slice(0, characters);
}

/** The names' words have 6 characters; between them letters whose order repeats nowhere soon. */
function fill(characters: number): string {
  let text = '';
  for (let number = 17; text.length < characters; number += 1) text += `${numberInLetters(number, 1)}Z`;
  return text.slice(0, Math.max(0, characters));
}
