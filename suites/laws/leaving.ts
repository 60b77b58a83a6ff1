import { applicableIf } from '../../harness/engine/finding.ts';
import { duration } from '../../harness/engine/words.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import { type CutPlace, spokenIn } from './places.ts';
import { notAccepted, partFact, tell } from './refusing.ts';
import { type Script, type Spoken, upTo } from './script.ts';

/** What is said of a server that ends each connection of a client which has left within a message, and takes nothing for whole. */
export const endedAndTookNothing = 'every connection ended, and nothing accepted';

/** Clients that end their side after so many octets of a message, one after another. Stops at the first that is not handled. */
export async function endsFact(context: Context, oracle: Oracle, { message, cuts }: CutPlace): Promise<string> {
  let broken = 0;
  for (const cut of cuts) {
    const script = oracle.script(context);
    const spoken = spokenIn(script, message);
    if (isWholeAt(oracle, spoken, cut)) continue;
    broken += 1;
    const fact = await endFact(context, oracle, { script, spoken }, cut);
    if (fact !== endedAndTookNothing) {
      tell(context, oracle, { spoken, octets: spoken.octets.subarray(0, cut) });
      return `${fact} after a FIN behind octet ${cut}`;
    }
  }
  applicableIf(broken > 0, 'the message is whole wherever the stream ends there: it cannot be broken off');
  return endedAndTookNothing;
}

async function endFact(
  context: Context,
  oracle: Oracle,
  { script, spoken }: { readonly script: Script; readonly spoken: Spoken },
  cut: number,
): Promise<string> {
  const octets = spoken.octets.subarray(0, cut);
  if (spoken.reply !== undefined) {
    const { fact, isEnded } = await partFact(context, oracle, { script, spoken, octets }, { isQuietFirst: false });
    if (fact !== notAccepted) return fact;
    return isEnded ? endedAndTookNothing : stillOpen(context);
  }
  const peer = context.connect();
  await talkOver(oracle.description, peer)([...upTo(script.acts, spoken.act, [octets]), { does: 'end writing' }]);
  return (await peer.endsWithin(context.limits.closeMs)) === undefined ? stillOpen(context) : endedAndTookNothing;
}

/** Some messages are whole wherever the stream ends. */
function isWholeAt({ description }: Oracle, { name, octets }: Spoken, cut: number): boolean {
  return read(description, name, octets.subarray(0, cut), true).decoded.kind === 'message';
}

function stillOpen({ limits }: Context): string {
  return `the connection still open ${duration(limits.closeMs)}`;
}

/** Clients that reset their connection after so many octets of a message, which the server has read. */
export async function resetWithin(context: Context, oracle: Oracle, { message, cuts }: CutPlace): Promise<void> {
  for (const cut of cuts) {
    const script = oracle.script(context);
    const spoken = spokenIn(script, message);
    const peer = context.connect();
    await talkOver(oracle.description, peer)(upTo(script.acts, spoken.act, [spoken.octets.subarray(0, cut)]));
    await peer.taken();
    await peer.reset();
  }
}

/** A client that resets its connection behind a message which a launched server reads only then: its reply has nowhere to go. */
export async function resetBehind(context: Context, oracle: Oracle, message: string): Promise<void> {
  const script = oracle.script(context);
  const { act, octets } = spokenIn(script, message);
  const peer = context.connect();
  await talkOver(oracle.description, peer)(script.acts.slice(0, act));
  await context.process.whileHeld(async () => {
    await peer.send(octets);
    await peer.arrived();
    await peer.reset();
  });
}

/** A client that resets its connection when the first octets of a reply have come. */
export async function resetInReply(context: Context, oracle: Oracle): Promise<void> {
  const { acts } = oracle.script(context);
  const peer = context.connect();
  await talkOver(
    oracle.description,
    peer,
  )(
    acts.slice(
      0,
      acts.findIndex(({ does }) => does === 'hear'),
    ),
  );
  await peer.gathers((octets) => octets.length > 0);
  await peer.reset();
}
