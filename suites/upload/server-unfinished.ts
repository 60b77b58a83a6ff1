import { clock } from '../../harness/engine/clock.ts';
import { applicableIf, conclusiveIf, inconclusive } from '../../harness/engine/finding.ts';
import type { CaseFile } from '../../harness/engine/server/store.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { type Context, contentsOf, headerOf, otherFile, storedExactly, textFile, wholeUpload } from './server-facts.ts';

/** A pause that a phone makes on its way between two cells, in milliseconds: the stimulus itself. */
const SLOW_MS = 1000;

/** Octets of two uploads of one name: the one that ends last is the longer, so that a shared part shows. */
const LONGER = 300_000;
const SHORTER = 200_000;

/** Octets of each that have come when the other begins: more than a program keeps in the buffer of a file. */
const BEGUN = 100_000;

/** Whether an upload is stored whose client pauses before its header and within its contents. */
export async function slowFact({ peer, store, plain, uniqueName, limits }: Context): Promise<string> {
  const { idleMs } = limits;
  applicableIf(idleMs === undefined || idleMs > SLOW_MS, 'the profile declares that silent clients are left sooner');
  const file = textFile(uniqueName(), plain);
  const octets = wholeUpload(file);
  const header = headerOf(file).length;
  await peer.opened();
  await clock.silence(SLOW_MS);
  await peer.send(octets.subarray(0, header));
  await peer.taken();
  await clock.silence(SLOW_MS);
  await peer.send(octets.subarray(header));
  await peer.endWriting();
  return store.outcome(file);
}

/** Breaks an upload off within its contents, and uploads another of the same name: how that is stored. */
export async function notGlued(context: Context, leave: (peer: Peer) => Promise<void>): Promise<string> {
  const { peer, store, uniqueName, connect, hasEnded } = context;
  const name = uniqueName();
  const [broken, next] = [textFile(name, LONGER), otherFile(name, SHORTER)];
  await peer.send(headerOf(broken), contentsOf(broken).subarray(0, BEGUN));
  await peer.taken();
  await leave(peer);
  await peer.history();
  await store.settle();
  await context.ready();
  conclusiveIf(!hasEnded(), 'the IUT has ended when the first upload was broken off: judged by disconnect-anywhere');
  const uploaded = async (file: CaseFile): Promise<string> => {
    const again = connect();
    await again.opened().catch(() => inconclusive('the IUT takes no further client: judged by disconnect-anywhere'));
    await again.send(wholeUpload(file));
    await again.endWriting();
    return store.outcome(file);
  };
  const fact = await uploaded(next);
  if (!fact.startsWith('nothing stored')) return fact;
  // A file of that size may not be stored under any name.
  const unharmed = await uploaded(textFile(uniqueName(), SHORTER));
  conclusiveIf(
    unharmed === storedExactly,
    'the next upload is not stored at all, nor one of its size: judged by disconnect-anywhere, and by the rows on sizes',
  );
  return `${fact}, though a file of another name is stored`;
}

/** Two uploads of one name at the same time, the shorter of which ends first: whether the file is either of them. */
export async function partsFact({ connect, store, uniqueName }: Context): Promise<string> {
  const name = uniqueName();
  const [longer, shorter] = [textFile(name, LONGER), otherFile(name, SHORTER)];
  const [first, second] = [connect(), connect()];
  await first.send(headerOf(longer), contentsOf(longer).subarray(0, BEGUN));
  await second.send(headerOf(shorter), contentsOf(shorter).subarray(0, BEGUN));
  await first.taken();
  await second.taken();
  await second.send(contentsOf(shorter).subarray(BEGUN));
  await second.endWriting();
  await store.settle();
  await first.send(contentsOf(longer).subarray(BEGUN));
  await first.endWriting();
  await store.settle();
  const fact = await store.outcomeOfEither([longer, shorter]);
  conclusiveIf(!fact.includes('nothing stored'), 'neither of them is stored: judged by stores-contents-exactly');
  return fact;
}

/** Sends the header and half of the contents, and looks once the server had time to do something with them; then sends the rest. */
export async function halfSent(
  { store }: Context,
  peer: Peer,
  file: CaseFile,
  look: () => Promise<string>,
): Promise<string> {
  const half = file.octets / 2;
  await peer.send(headerOf(file), contentsOf(file).subarray(0, half));
  await peer.taken();
  await store.settle();
  const seen = await look();
  await peer.send(contentsOf(file).subarray(half));
  await peer.endWriting();
  await store.settle();
  return seen;
}
