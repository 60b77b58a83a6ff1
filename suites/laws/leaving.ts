import type { Search } from '../../harness/engine/attempt.ts';
import { applicableIf, mustBe } from '../../harness/engine/finding.ts';
import { resetInTurn } from '../../harness/engine/server/many-resets.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { duration } from '../../harness/engine/words.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { type Heard, talkOver } from './heard.ts';
import { failureBy, notAccepted, repliedTwin, tell } from './invalid.ts';
import type { Context, Oracle } from './oracle.ts';
import { type CutPlace, octetsBefore, type PlaceIn, placeAfter, spokenIn } from './places.ts';
import { partOver } from './refusing.ts';
import { type Script, type Spoken, upTo } from './script.ts';
import { roundsOf, saidIn } from './session.ts';
import { smallestExchange } from './smaller.ts';
import { sweep } from './sweep.ts';

/** What a server did whose client has left within a message. */
interface LeftFact {
  readonly fact: string;
  /** The connection was still open after the close limit. */
  readonly isKeptOpen: boolean;
}

/** What is said of a server that ends the connection of a client which has left within a message, and takes nothing for whole. */
const endedAndTookNothing = 'the connection ended, and nothing accepted';

/** Clients that end their side after so many octets of a message, each on a connection of its own. */
export async function endsEach(
  context: Context,
  oracle: Oracle,
  { message, cuts }: CutPlace,
  isSideBySide: boolean,
): Promise<void> {
  const said = (): Said => {
    const script = oracle.script(context);
    return { script, spoken: spokenIn(script, message) };
  };
  const plain = said();
  const broken = cuts.filter((cut) => !isWholeAt(oracle, plain.spoken, cut));
  applicableIf(broken.length > 0, 'the message is whole wherever the stream ends there: it cannot be broken off');
  const twin = plain.spoken.reply === undefined ? undefined : await repliedTwin(context, oracle, plain);
  await sweep(
    broken,
    isSideBySide,
    async (cut, opening) => {
      const peer = context.connect();
      await opening(peer.opened);
      return (await endFact(context, oracle, { ...said(), cut, peer, twin })).fact === endedAndTookNothing;
    },
    async (cut) => {
      const { script, spoken } = said();
      const { fact, isKeptOpen } = await endFact(context, oracle, {
        script,
        spoken,
        cut,
        peer: context.connect(),
        twin,
      });
      if (fact !== endedAndTookNothing) {
        tell(context, oracle, { spoken, octets: spoken.octets.subarray(0, cut) });
        context.shrinks(smallestLeft(oracle, message, placeAfter(spoken, cut), isKeptOpen));
      }
      mustBe(fact, endedAndTookNothing, `a FIN behind octet ${cut}`);
    },
  );
}

/** The smallest exchange that a client breaks off at the same place of a message, and which is kept open, or else is taken for whole. */
function smallestLeft(oracle: Oracle, message: string, place: PlaceIn, isToStayOpen: boolean): Search<Context> {
  const start = { description: oracle.description, rounds: 1, size: 0, places: [] };
  return smallestExchange(start, {}, async (context, { description }) => {
    const other = oracle.ofOther(description);
    const script = other.script(context);
    const spoken = script.spoken.find(({ name }) => name === message);
    const cut = spoken === undefined ? undefined : octetsBefore(spoken, place);
    if (spoken === undefined || cut === undefined || isWholeAt(other, spoken, cut)) return 'no exchange';
    const twin = spoken.reply === undefined ? undefined : await repliedTwin(context, other, { script, spoken });
    const { fact, isKeptOpen } = await endFact(context, other, { script, spoken, cut, peer: context.connect(), twin });
    if (fact === endedAndTookNothing || isKeptOpen !== isToStayOpen) return 'no failure';
    const octets = spoken.octets.subarray(0, cut);
    return failureBy(description, { script, spoken, octets, how: `a FIN behind octet ${cut}` }, fact);
  });
}

/** A message, and the script that it is said in. */
interface Said {
  readonly script: Script;
  readonly spoken: Spoken;
}

async function endFact(
  context: Context,
  oracle: Oracle,
  { script, spoken, cut, peer, twin }: Said & { cut: number; peer: Peer; twin: Heard | undefined },
): Promise<LeftFact> {
  const octets = spoken.octets.subarray(0, cut);
  if (spoken.reply !== undefined) {
    const { fact, isEnded } = await partOver(context, oracle, { script, spoken, octets }, { peer, twin });
    return fact === notAccepted ? leftFact(context, isEnded) : { fact, isKeptOpen: false };
  }
  await talkOver(
    oracle.description,
    peer,
    context,
  )([...upTo(script.acts, spoken.act, [octets]), { does: 'end writing' }]);
  return leftFact(context, (await peer.endsWithin(context.limits.closeMs)) !== undefined);
}

/** Some messages are whole wherever the stream ends. */
function isWholeAt({ description }: Oracle, { name, octets }: Spoken, cut: number): boolean {
  return read(description, name, octets.subarray(0, cut), true).decoded.kind === 'message';
}

function leftFact({ limits }: Context, isEnded: boolean): LeftFact {
  const fact = isEnded ? endedAndTookNothing : `the connection still open ${duration(limits.closeMs)}`;
  return { fact, isKeptOpen: !isEnded };
}

/** Clients that reset their connection after so many octets of a message, which the server has read. */
export async function resetWithin(
  context: Context,
  oracle: Oracle,
  { message, cuts }: CutPlace,
  isSideBySide: boolean,
): Promise<void> {
  const resets = (cut: number, peer: Peer): Promise<void> => resetsAt(context, oracle, { message, cut }, peer);
  await sweep(
    cuts,
    isSideBySide,
    async (cut, opening) => {
      const peer = context.connect();
      await opening(peer.opened);
      await resets(cut, peer);
      return true;
    },
    (cut) => resets(cut, context.connect()),
  );
}

async function resetsAt(
  context: Context,
  oracle: Oracle,
  { message, cut }: { readonly message: string; readonly cut: number },
  peer: Peer,
): Promise<void> {
  const script = oracle.script(context);
  const spoken = spokenIn(script, message);
  const talk = talkOver(oracle.description, peer, context);
  await talk(upTo(script.acts, spoken.act, [spoken.octets.subarray(0, cut)]));
  await peer.taken();
  await peer.reset();
}

/** Many clients that reset their connection within a message, one after another. */
export async function resetManyTimes(context: Context, oracle: Oracle, { message, cuts }: CutPlace): Promise<void> {
  const cut = cuts[cuts.length >> 1] ?? 1;
  await resetInTurn(context, () => resetsAt(context, oracle, { message, cut }, context.connect()));
}

/** A client that resets its connection behind a message which a launched server reads only then: its reply has nowhere to go. */
export async function resetBehind(context: Context, oracle: Oracle, message: string): Promise<void> {
  const script = oracle.script(context);
  const { act, octets } = spokenIn(script, message);
  const peer = context.connect();
  await talkOver(oracle.description, peer, context)(script.acts.slice(0, act));
  await context.process.whileHeld(async () => {
    await peer.send(octets);
    await peer.arrived();
    await peer.reset();
  });
}

/** Rounds that a client asks which then closes: behind the first answer that nobody takes (RST) there is another to be written. */
const ASKED_IN_VAIN = 3;

/** A client that closes behind several rounds which a launched server reads only then: its kernel refuses the first answer (RST). */
export async function closeBehindRounds(context: Context, oracle: Oracle): Promise<void> {
  const rounds = roundsOf(context, oracle, ASKED_IN_VAIN).flat();
  const first = rounds.findIndex(({ does }) => does === 'say');
  const peer = context.connect();
  await talkOver(oracle.description, peer, context)(rounds.slice(0, first));
  await context.process.whileHeld(async () => {
    await peer.send(Buffer.concat(saidIn(rounds)));
    await peer.arrived();
    await peer.leave();
  });
}

/** A client that resets its connection when the first octets of a reply have come. */
export async function resetInReply(context: Context, oracle: Oracle): Promise<void> {
  const { acts } = oracle.script(context);
  const peer = context.connect();
  const heard = acts.findIndex(({ does }) => does === 'hear');
  await talkOver(oracle.description, peer, context)(acts.slice(0, heard));
  await peer.gathers((octets) => octets.length > 0);
  await peer.reset();
}
