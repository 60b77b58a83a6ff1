import { clock } from '../../harness/engine/clock.ts';
import { conclusiveIf } from '../../harness/engine/finding.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count } from '../../harness/engine/words.ts';
import { hasCrashed, lastWords } from '../../harness/text/last-words.ts';
import { type Mask, talkOver } from './heard.ts';
import { FILL } from './letters.ts';
import type { Context, Oracle } from './oracle.ts';
import { type Act, type Script, scriptOf } from './script.ts';
import { saidIn } from './session.ts';
import { legalSizes, sizedMessages } from './sizes.ts';
import { type Compared, isAsExpected, twinOf } from './twin.ts';

/** Questions that are asked before an answer is read, and how many of them differ. */
const ASKED = 1000;
const KINDS = 4;

/**
 * Octets of a question whose size can be chosen, and as many of those: where answers grow with questions, 8 MiB are more than
 * kernels keep for one connection (4 MiB on Linux, by default).
 */
const LARGE = 4096;
const ASKED_LARGE = 2048;

/** Rounds on one connection: what each asks, and what its answer must be. */
interface Rounds {
  /** What is done before the first round. */
  readonly greeting: readonly Act[];
  readonly rounds: readonly (readonly Act[])[];
  /** The answer of an unharmed exchange to a round, as it is told. */
  readonly answerTo: (round: number) => string | undefined;
  /** What of an answer is not compared. */
  readonly mask: Mask;
}

/**
 * Rounds whose answers wait when the server sees the end of its client. Where questions can be large, answers of as many octets are
 * more than a kernel takes for a reader that does not read (64 KiB at first on Linux): not all has arrived when the server closes.
 */
const ASKED_BEFORE_END = 128;

/**
 * Asks a number of times (large questions, where those may be), ends its side, and reads the answers when the server may have closed
 * its own: compared as `slowly` does. Inconclusive where they are not right without such an end either.
 */
export async function slowlyBehindEnd(context: Context, oracle: Oracle): Promise<Compared> {
  const all = await manyRounds(context, oracle);
  const few = { ...all, rounds: all.rounds.slice(0, ASKED_BEFORE_END) };
  const compared = await readSlowly(context, oracle, few, async (peer) => {
    await peer.endWriting();
    await clock.silence(QUIET_MS);
  });
  if (isAsExpected(compared)) return compared;
  const control = await readSlowly(context, oracle, few, () => clock.silence(QUIET_MS));
  conclusiveIf(isAsExpected(control), 'nor are the answers right where no side has ended: judged by slow-reader');
  return compared;
}

/**
 * Asks a thousand times without reading (twice that where questions can be large); once nothing more is taken it reads nothing for a
 * while, and then all: the answers in their order, those in a row that are right as a count. A server that answers fewer on one connection to a client that reads is asked no more than those.
 */
export async function slowly(context: Context, oracle: Oracle): Promise<Compared> {
  const { idleMs = Number.POSITIVE_INFINITY } = context.limits;
  const pauseMs = Math.min(PAUSE_MS, IDLE_PART * idleMs);
  return readSlowly(context, oracle, await manyRounds(context, oracle), () => clock.silence(pauseMs));
}

/** For how long nothing is read, in milliseconds: a window that stays closed for as long is common where a phone sleeps. */
const PAUSE_MS = 1500;

/** The same as a part of the time after which the profile declares a silent client to be ended. */
const IDLE_PART = 0.6;

/** Asks all of this, then does what comes before it reads, and reads. */
async function readSlowly(
  context: Context,
  oracle: Oracle,
  all: Rounds,
  beforeReading: (peer: Peer) => Promise<void>,
): Promise<Compared> {
  const before = context.printed().length;
  const good = await answeredInTurn(context, oracle, all);
  if (good < all.rounds.length && (await crashesWithin(context, before)))
    return {
      seen: [rightOf(good), `an error that it did not handle${lastWords(context.printed().slice(before))}`],
      expected: [rightOf(all.rounds.length)],
    };
  if (good < all.rounds.length) context.note(`one connection is good for ${good} of ${all.rounds.length} answers`);
  const rounds = all.rounds.slice(0, good);
  const peer = context.connect({ paused: true });
  const talk = talkOver(oracle.description, peer, context);
  await talk(all.greeting);
  const asking = await askAll(peer, rounds);
  await beforeReading(peer);
  let right = 0;
  for (const [index, acts] of rounds.entries()) {
    const told = oracle.told(await talk(acts.filter(({ does }) => does === 'hear')), all.mask).join();
    if (told !== all.answerTo(index)) return { seen: [rightOf(right), told], expected: [rightOf(good)] };
    right += 1;
  }
  await asking.over;
  return { seen: [rightOf(right)], expected: [rightOf(good)] };
}

/** The rounds of several scripts by turns, each with the answer that it is given alone. */
async function manyRounds(context: Context, oracle: Oracle): Promise<Rounds> {
  // Whether large questions are answered at all, length-borders judges.
  const large = await oracle.held(context, largeScript(context, oracle).acts);
  const isLargeAnswered = large.every(({ problem }) => problem === undefined);
  const scripts = Array.from({ length: KINDS }, () =>
    isLargeAnswered ? largeScript(context, oracle) : oracle.script(context),
  );
  const mask = await oracle.mask(context);
  const round = scripts[0]?.round ?? 0;
  const answers: string[] = [];
  for (const { acts } of scripts) {
    const heard = await twinOf(context, oracle, acts);
    const before = acts.slice(0, round).filter(({ does }) => does === 'hear').length;
    answers.push(oracle.told(heard.slice(before), mask).join());
  }
  const asked = (scripts[0]?.spoken[0]?.octets.length ?? 0) < LARGE ? ASKED : ASKED_LARGE;
  return {
    greeting: scripts[0]?.acts.slice(0, round) ?? [],
    rounds: Array.from({ length: asked }, (_, index) => scripts[index % KINDS]?.acts.slice(round) ?? []),
    answerTo: (index) => answers[index % KINDS],
    mask,
  };
}

/** Says what all rounds ask, until all is said, or nothing more is taken for a while: a server may stop reading while nobody reads its answers. */
async function askAll(peer: Peer, rounds: Rounds['rounds']): Promise<{ readonly over: Promise<number> }> {
  let handed = 0;
  const pieces = counted(rounds.flatMap(saidIn), () => {
    handed += 1;
  });
  const over = peer.stream(pieces);
  for (let before = -1; before !== handed && (await clock.within(QUIET_MS, over)) === undefined; ) before = handed;
  return { over };
}

function* counted(pieces: readonly Uint8Array[], count: () => void): Iterable<Uint8Array> {
  for (const piece of pieces) {
    count();
    yield piece;
  }
}

/** A plain dialogue whose first message is as large as that of any client may be, up to a limit. */
function largeScript(context: Context, oracle: Oracle): Script {
  const [sized] = sizedMessages(oracle.description, oracle.script(context));
  const size = Math.min(LARGE, Math.max(0, ...(sized === undefined ? [] : legalSizes(sized))));
  const letters = sized === undefined ? FILL.length : Math.max(FILL.length, size - sized.least);
  const fill = 'w'.repeat(letters);
  return scriptOf(oracle.description, { nonce: lettersFor(context, 8), fill, message: sized?.message });
}

/** How long answers are counted that are read in turn, in milliseconds: over a slow link they are fewer. */
const IN_TURN_MS = 5000;

/** How many rounds in a row one connection answers to a client that reads each answer before it asks again. */
async function answeredInTurn(context: Context, oracle: Oracle, { greeting, rounds }: Rounds): Promise<number> {
  const peer = context.connect();
  const talk = talkOver(oracle.description, peer, context);
  await talk(greeting);
  let answered = 0;
  const began = clock.now();
  for (const acts of rounds) {
    if (clock.now() - began > IN_TURN_MS) break;
    const heard = await talk(acts);
    if (heard.some(({ problem }) => problem !== undefined)) break;
    answered += 1;
  }
  await peer.leave();
  return answered;
}

/** Whether the server tells, within the settle time, of a mistake that it did not handle. */
function crashesWithin({ printed, limits }: Context, before: number): Promise<boolean> {
  const look = async (): Promise<boolean> => hasCrashed(printed().slice(before));
  return clock.lookUntil(limits.settleMs, look, (isTold) => isTold);
}

function rightOf(answers: number): string {
  return `${count(answers, 'right answer')} in order`;
}
