import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { mayBeReadLate, readLate, UNREAD_OCTETS } from '../../harness/engine/client/late-reading.ts';
import { needsPatience, notReadingMs } from '../../harness/engine/client/staying.ts';
import { clock } from '../../harness/engine/clock.ts';
import { drawTexts, type TextRule } from '../../harness/engine/data/drawing.ts';
import type { Datum, Family } from '../../harness/engine/data/families.ts';
import { lettersOf } from '../../harness/engine/data/letters.ts';
import { WIDE, wideRuns } from '../../harness/engine/data/wide.ts';
import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { freshOrigin } from '../../harness/engine/fresh-origin.ts';
import { count } from '../../harness/engine/words.ts';

/** Lines that are typed to a client, and what it sends of them. */

/** Lines that the harness types where the client takes them from its standard input: nobody can guess them. */
export const typedLines = [
  lettersOf(freshOrigin(0), 12),
  lettersOf(freshOrigin(1), 20),
  '',
  lettersOf(freshOrigin(2), 9),
] as const;

/** Families of lines that a person may type; a CR, and what a terminal obeys, is none. */
const typedFamilies: TextRule = {
  families: ['spaces', 'syntax of others', 'Unicode', 'repetition', 'line ends of others'],
  without: /\r/,
};

/** What the client sent, and what it was to send: lines of its own, or those that were typed. */
export interface SentLines {
  /** For how many real milliseconds the harness did not read, where it did not at first. */
  readonly heldMs?: number;
  readonly octets: Uint8Array;
  /** The data that were typed, where the client takes its lines from its standard input. */
  readonly typed: readonly Datum[] | undefined;
}

/** All that the client sends: lines of its own, or lines of all families that are typed. */
export async function linesOf(context: ClientContext): Promise<SentLines> {
  if (context.plan.input === 'stdin') return typedAtOnce(context, drawTexts(freshOrigin(context.seed), typedFamilies));
  const peer = await context.connects();
  return { octets: await peer.octets(), typed: undefined };
}

/** How long nothing is typed in the middle of a line, in milliseconds. */
const PAUSE_MS = 150;

/** Lines two of which are typed in two pieces, so that the second piece of the one comes with the first of the other. */
export function pausedLinesOf(context: ClientContext): Promise<SentLines> {
  const part = (characters: number): string => lettersOf(freshOrigin(0), characters);
  const [front, back, begun, ended] = [part(11), part(12), part(13), part(14)];
  const typed = [`${front}${back}`, `${begun}${ended}`].map((value) => datumOf('plain', 'typed in two pieces', value));
  return typedLinesOf(context, typed, [front, `${back}\n${begun}`, `${ended}\n`]);
}

/** Octets of a line that is longer than the buffers of most programs, and than a pipe holds. */
const LONG_OCTETS = 70_000;

/** Lines two of which are longer than a buffer, typed at once. */
export function longLineOf(context: ClientContext): Promise<SentLines> {
  needsPipe(context, 'a terminal takes no line of so many octets');
  const typed = [12, LONG_OCTETS, 20].map((octets) => {
    return datumOf('length', count(octets, 'octet'), lettersOf(freshOrigin(0), octets));
  });
  const runs = wideRuns(WIDE, LONG_OCTETS);
  const wide = `${runs}${lettersOf(freshOrigin(0), LONG_OCTETS - Buffer.byteLength(runs))}`;
  return typedAtOnce(context, [...typed, datumOf('length', `${count(LONG_OCTETS, 'octet')} of characters of 3`, wide)]);
}

function needsPipe({ plan: { means } }: ClientContext, otherwise: string): void {
  applicableIf(means.kind !== 'exec' || !means.tty, otherwise);
}

/** Lines the last of which has no line end where they are typed: as from a file whose author left it out. */
export function endlessLinesOf(context: ClientContext): Promise<SentLines> {
  needsPipe(context, 'a terminal gives a line to its program when it has its end');
  const typed = [12, 20, 9].map((octets) => {
    return datumOf('plain', 'typed without a line end behind the last', lettersOf(freshOrigin(0), octets));
  });
  return typedLinesOf(context, typed, [typed.map(({ value }) => value).join('\n')]);
}

/** Lines each of which holds control characters other than CR, which no terminal gives to its program as they are. */
export function controlLinesOf(context: ClientContext): Promise<SentLines> {
  needsPipe(context, 'a terminal obeys control characters');
  const rule: TextRule = { families: ['controls'], without: /[\r\n]/ };
  return typedAtOnce(context, drawTexts(freshOrigin(context.seed), rule));
}

/** Lines two of which hold a CR: each has it where `place` puts it between two words. */
export function returnLinesOf(
  context: ClientContext,
  place: (word: string, other: string) => string,
): Promise<SentLines> {
  needsPipe(context, 'a terminal makes a line end of a CR');
  const word = (characters: number): string => lettersOf(freshOrigin(0), characters);
  const lines = [word(12), place(word(9), word(11)), place(word(20), word(5)), word(7)];
  const typed = lines.map((value) => datumOf('controls', 'CR', value));
  return typedAtOnce(context, typed);
}

/**
 * Lines that are typed where the server takes none: a long one, of which the kernel takes a part, and so many of so many octets at a
 * time, a MiB in all, and so many times at most.
 */
const LONGEST_OCTETS = 700_000;
const AT_ONCE = 340;
const SLOW_OCTETS = 1024;
const TIMES = 16;

/** Lines that are typed until the client is held up, since the harness does not read; it reads them all a while later. */
export async function heldUpLinesOf(context: ClientContext): Promise<SentLines> {
  const { plan, connects, type, closeInput, note } = context;
  needsPipe(context, 'a terminal takes its lines slowly');
  applicableIf(plan.input === 'stdin', 'the client takes no lines from its standard input');
  needsPatience(context);
  const peer = await connects({ paused: true });
  const typed: Datum[] = [];
  const letters = lettersOf(freshOrigin(0), LONGEST_OCTETS);
  const began = clock.realNow();
  let isHeldUp = false;
  for (let time = 1; time <= TIMES && !isHeldUp; time += 1) {
    const lines = numberedLines(typed.length, letters);
    typed.push(...lines);
    type(
      lines.map(({ value }) => `${value}\n`).join(''),
      `a line of ${LONGEST_OCTETS} octets and ${AT_ONCE} of ${SLOW_OCTETS} written to its input`,
    );
    isHeldUp = await peer.holdsUp(time * (LONGEST_OCTETS + AT_ONCE * SLOW_OCTETS));
  }
  closeInput();
  if (isHeldUp) await clock.silence(notReadingMs(context));
  else note('the client was not seen to be held up: the buffers took all lines');
  const heldMs = clock.realNow() - began;
  const octets = await peer.octets();
  conclusiveIf(!peer.isCutShort(), 'lines were still coming when the limit was over (--timeout raises it)');
  return { octets, typed, heldMs };
}

/** Lines that the buffers of the connection take, which the harness begins to read late; and how the client ended. */
export async function lateLinesOf(context: ClientContext): Promise<SentLines & { readonly end: string }> {
  const { plan, connects, type, closeInput } = context;
  needsPipe(context, 'a terminal takes its lines slowly');
  applicableIf(plan.input === 'stdin', 'the client takes no lines from its standard input');
  mayBeReadLate(context);
  const peer = await connects({ paused: true });
  const letters = lettersOf(freshOrigin(0), SLOW_OCTETS);
  const typed = Array.from({ length: Math.ceil(UNREAD_OCTETS / SLOW_OCTETS) }, (_, index) =>
    datumOf('length', `line ${index + 1} for a late server`, `${index + 1} ${letters}`.slice(0, SLOW_OCTETS - 1)),
  );
  type(
    typed.map(({ value }) => `${value}\n`).join(''),
    `${typed.length} lines of ${SLOW_OCTETS} octets written to its input`,
  );
  closeInput();
  const { octets, end } = await readLate(context, peer, typed.length * SLOW_OCTETS);
  return { octets, typed, end };
}

/** Lines each of which is another, by its number; the first is long. */
function numberedLines(before: number, letters: string): readonly Datum[] {
  return Array.from({ length: AT_ONCE + 1 }, (_, index) => {
    const number = String(before + index + 1);
    const octets = index === 0 ? LONGEST_OCTETS : SLOW_OCTETS;
    return datumOf(
      'length',
      `line ${number} for a slow server`,
      `${number} ${letters.slice(0, octets)}`.slice(0, octets - 1),
    );
  });
}

function datumOf(family: Family, label: string, value: string): Datum {
  return { family, label, value, word: '' };
}

function typedAtOnce(context: ClientContext, typed: readonly Datum[]): Promise<SentLines> {
  return typedLinesOf(context, typed, [typed.map(({ value }) => `${value}\n`).join('')]);
}

/** All that the client sends where lines are typed, in these pieces, with a pause in front of each but the first. */
async function typedLinesOf(
  context: ClientContext,
  typed: readonly Datum[],
  pieces: readonly string[],
): Promise<SentLines> {
  applicableIf(context.plan.input === 'stdin', 'the client takes no lines from its standard input');
  const peer = await context.connects();
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await clock.silence(PAUSE_MS);
    context.type(piece);
  }
  context.closeInput();
  return { octets: await peer.octets(), typed };
}
