import { clock } from '../../harness/engine/clock.ts';
import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { factWithin, lettersFor } from '../../harness/engine/output/showing.ts';
import { shown, shownFact } from '../../harness/engine/output/shown.ts';
import { goneBeforeRead } from '../../harness/engine/server/departures.ts';
import { shownAgain } from './server-data.ts';
import { type Context, freshLines, halves, octetsOf, shownAfter } from './server-facts.ts';

/** What servers show of clients that send very much at once, or very slowly. */

/**
 * Lines of a burst: more than a program keeps in a list that somebody sized by hand, and than a queue of 1024 holds; and octets of
 * each, so that all are more than a MiB and what is read at once: some programs have it for the longest line.
 */
const BURST = 2300;
const BURST_OCTETS = 500;

/** Lines of a burst whose client has left when it is read: more than any queue holds, and than one read returns. */
const GONE_BURST = 20_000;

/** Lines that every buffer holds. */
const FEW = 5;

/** A pause that a person makes before the next word, in milliseconds: the stimulus itself. */
const SLOW_MS = 1000;

/** Whether all lines of a burst are shown; inconclusive where few lines of one segment are not. */
export async function burstFact(context: Context): Promise<string> {
  const { peer, show } = context;
  const lines = Array.from({ length: BURST }, () => lettersFor(context, BURST_OCTETS));
  await peer.send(octetsOf(...lines));
  await peer.endWriting();
  const countIn = (printed: string): number => Math.min(BURST, printed.split('\n').length);
  const fact = await factAsMoreComes(context, (printed) => shownFact(printed, lines, show), countIn);
  return unlessFewAreNot(context, fact);
}

/** What is said of all that is printed: it is waited for as long as more lines are shown, since a server may show them slowly. */
async function factAsMoreComes(
  context: Context,
  judge: (printed: string) => string,
  countIn: (printed: string) => number,
): Promise<string> {
  let fact = '';
  let [before, now] = [0, 0];
  do {
    before = now;
    fact = await factWithin(context, judge);
    now = countIn(context.printed());
  } while (fact !== shown && now > before);
  return fact;
}

/**
 * Whether all lines of a burst are shown whose client has ended its side before the first is read. Inconclusive where few lines
 * of one segment are not.
 */
export async function goneBurstFact(context: Context): Promise<string> {
  const own = lettersFor(context);
  const lines = Array.from({ length: GONE_BURST }, (_, index) => `${own}${index}`);
  await goneBeforeRead(context, octetsOf(...lines));
  const numbers = (printed: string): readonly number[] =>
    [...printed.matchAll(new RegExp(`${own}([0-9]+)(?![0-9])`, 'g'))].map(([, number]) => Number(number));
  const judge = (printed: string): string => {
    const seen = numbers(printed);
    const wrong = lines.findIndex((_, index) => seen[index] !== index);
    if (wrong === -1) return seen.length === GONE_BURST ? shown : `${seen.length} of ${GONE_BURST} lines`;
    return `line ${wrong + 1} of ${GONE_BURST} not shown in its place; lines that are shown: ${seen.length}`;
  };
  const fact = await factAsMoreComes(context, judge, (printed) => numbers(printed).length);
  return unlessFewAreNot(context, fact);
}

/** What came of a burst; inconclusive where few lines of one segment are not shown either. */
async function unlessFewAreNot(context: Context, fact: string): Promise<string> {
  if (fact === shown) return shown;
  await context.ready();
  const few = [...freshLines(context, FEW), lettersFor(context)];
  conclusiveIf(
    (await shownAgain(context, [octetsOf(...few)], few)) === shown,
    'few lines of one segment are not shown either: judged by lines-in-one-segment',
  );
  return fact;
}

/** Whether a line is shown whose client pauses before it and within it; inconclusive where it is not shown without pauses either. */
export async function slowFact(context: Context): Promise<string> {
  const { idleMs } = context.limits;
  applicableIf(idleMs === undefined || idleMs > SLOW_MS, 'the profile declares that silent clients are left sooner');
  const lines = freshLines(context, 2);
  const [begin, rest] = halves(octetsOf(...lines));
  await context.peer.opened();
  await clock.silence(SLOW_MS);
  await context.peer.send(begin);
  await clock.silence(SLOW_MS);
  const fact = await shownAfter(context, [rest], lines);
  if (fact === shown) return shown;
  await context.ready();
  const others = freshLines(context, 2);
  conclusiveIf(
    (await shownAgain(context, halves(octetsOf(...others)), others)) === shown,
    'the same is not shown without pauses either: judged by line-in-pieces',
  );
  return fact;
}
