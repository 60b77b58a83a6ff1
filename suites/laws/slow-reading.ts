import { clock } from '../../harness/engine/clock.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { count } from '../../harness/engine/words.ts';
import { talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act } from './script.ts';
import { type Compared, twinOf } from './twin.ts';

/** Questions that are asked before an answer is read, and how many of them differ. */
const ASKED = 1000;
const KINDS = 4;

/**
 * Asks a thousand times without reading, then reads: the answers in their order, those in a row that are right as a count.
 * A server that answers fewer on one connection to a client that reads is asked no more than those.
 */
export async function slowly(context: Context, oracle: Oracle): Promise<Compared> {
  const scripts = Array.from({ length: KINDS }, () => oracle.script(context));
  const mask = await oracle.mask(context);
  const round = scripts[0]?.round ?? 0;
  const twins = [];
  for (const { acts } of scripts) {
    const heard = await twinOf(context, oracle, acts);
    const before = acts.slice(0, round).filter(({ does }) => does === 'hear').length;
    twins.push(oracle.told(heard.slice(before), mask).join());
  }
  const all = Array.from({ length: ASKED }, (_, index) => scripts[index % KINDS]?.acts.slice(round) ?? []);
  const greeting = scripts[0]?.acts.slice(0, round) ?? [];
  const rounds = all.slice(0, await answeredInTurn(context, oracle, greeting, all));
  if (rounds.length < ASKED) context.note(`one connection is good for ${rounds.length} of ${ASKED} answers`);
  const peer = context.connect({ paused: true });
  const talk = talkOver(oracle.description, peer);
  await talk(greeting);
  const asking = peer.stream(rounds.flatMap(saidIn));
  // As long as a server may take that stops reading while nobody reads its answers.
  await clock.within(QUIET_MS, asking);
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
