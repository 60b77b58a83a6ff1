import { clock } from '../../harness/engine/clock.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { count } from '../../harness/engine/words.ts';
import { talkOver } from './heard.ts';
import { FILL } from './letters.ts';
import type { Context, Oracle } from './oracle.ts';
import { type Act, type Script, scriptOf } from './script.ts';
import { legalSizes, sizedMessages } from './sizes.ts';
import { type Compared, twinOf } from './twin.ts';

/** Questions that are asked before an answer is read, and how many of them differ. */
const ASKED = 1000;
const KINDS = 4;

/**
 * Octets of a question whose size can be chosen, and as many of those: where answers grow with questions, 8 MiB are more than
 * kernels keep for one connection (4 MiB on Linux, by default).
 */
const LARGE = 4096;
const ASKED_LARGE = 2048;

/**
 * Asks a thousand times without reading (twice that where questions can be large), then reads: the answers in their order, those in a row that are right as a count.
 * A server that answers fewer on one connection to a client that reads is asked no more than those.
 */
export async function slowly(context: Context, oracle: Oracle): Promise<Compared> {
  // Whether large questions are answered at all, length-borders judges.
  const large = await oracle.held(context, largeScript(context, oracle).acts);
  const isLargeAnswered = large.every(({ problem }) => problem === undefined);
  const scripts = Array.from({ length: KINDS }, () =>
    isLargeAnswered ? largeScript(context, oracle) : oracle.script(context),
  );
  const asked = (scripts[0]?.spoken[0]?.octets.length ?? 0) < LARGE ? ASKED : ASKED_LARGE;
  const mask = await oracle.mask(context);
  const round = scripts[0]?.round ?? 0;
  const twins = [];
  for (const { acts } of scripts) {
    const heard = await twinOf(context, oracle, acts);
    const before = acts.slice(0, round).filter(({ does }) => does === 'hear').length;
    twins.push(oracle.told(heard.slice(before), mask).join());
  }
  const all = Array.from({ length: asked }, (_, index) => scripts[index % KINDS]?.acts.slice(round) ?? []);
  const greeting = scripts[0]?.acts.slice(0, round) ?? [];
  const rounds = all.slice(0, await answeredInTurn(context, oracle, greeting, all));
  if (rounds.length < asked) context.note(`one connection is good for ${rounds.length} of ${asked} answers`);
  const peer = context.connect({ paused: true });
  const talk = talkOver(oracle.description, peer);
  await talk(greeting);
  let handed = 0;
  const asking = peer.stream(
    counted(rounds.flatMap(saidIn), () => {
      handed += 1;
    }),
  );
  // A server may stop reading while nobody reads its answers: until all is asked, or nothing more is taken for a while.
  for (let before = -1; before !== handed && (await clock.within(QUIET_MS, asking)) === undefined; ) before = handed;
  let right = 0;
  for (const [index, acts] of rounds.entries()) {
    const answers = acts.filter(({ does }) => does === 'hear');
    const told = oracle.told(await talk(answers), mask).join();
    if (told !== twins[index % KINDS]) return { seen: [rightOf(right), told], expected: [rightOf(rounds.length)] };
    right += 1;
  }
  await asking;
  return { seen: [rightOf(right)], expected: [rightOf(rounds.length)] };
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
  return scriptOf(oracle.description, { nonce: lettersFor(context, 8), fill: 'w'.repeat(letters) });
}

/** How long answers are counted that are read in turn, in milliseconds: over a slow link they are fewer. */
const IN_TURN_MS = 5000;

/** How many rounds in a row one connection answers to a client that reads each answer before it asks again. */
async function answeredInTurn(
  context: Context,
  oracle: Oracle,
  greeting: readonly Act[],
  rounds: readonly (readonly Act[])[],
): Promise<number> {
  const peer = context.connect();
  const talk = talkOver(oracle.description, peer);
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

function saidIn(acts: readonly Act[]): readonly Uint8Array[] {
  return acts.flatMap((act) => (act.does === 'say' ? act.segments : []));
}

function rightOf(answers: number): string {
  return `${count(answers, 'right answer')} in order`;
}
