import { NotReachable } from '../../contracts/target.ts';
import { conclusiveIf, Finding } from '../finding.ts';
import { processorUnseen, rests, secondOf } from '../processor.ts';
import type { Peer } from '../tester/peer.ts';
import { count } from '../words.ts';
import type { CaseContext } from './context.ts';

/** What a case of any suite needs here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'process' | 'hasEnded' | 'relaunch' | 'nextClient' | 'note'>;

/** A client that is gone, or does nothing. */
interface Absence {
  readonly label: string;
  readonly leave?: (peer: Peer) => Promise<void>;
  /** The front of a message that it has sent before; nothing without it. */
  readonly front?: Uint8Array;
}

const ways: readonly Absence[] = [
  { label: 'after a FIN', leave: (peer) => peer.endWriting() },
  { label: 'after an RST', leave: (peer) => peer.reset() },
  { label: 'beside an idle client' },
];

/** Idle clients are the last: a server of one client at a time has met the others by then. */
function absences(fronts: readonly (() => Uint8Array)[]): readonly Absence[] {
  return ways.flatMap((way) => [way, ...fronts.map((make) => behind(way, make()))]);
}

function behind(way: Absence, front: Uint8Array): Absence {
  return { ...way, label: `${way.label} within a message, behind ${count(front.length, 'octet')}`, front };
}

/**
 * Whether a launched IUT rests in the second after its clients are gone, and beside idle ones: first all at once, and where
 * that is too much, one by one. The same second after an unharmed exchange is noted. Clients send nothing, or the
 * front of a message: each of these makes one.
 */
export async function restsFact(context: Context, ...fronts: readonly (() => Uint8Array)[]): Promise<string> {
  const { process, hasEnded, relaunch, nextClient, note } = context;
  conclusiveIf(process.use() !== undefined || hasEnded(), processorUnseen);
  await relaunch();
  await nextClient();
  const twin = await secondOf(process.use);
  note(`after an unharmed exchange: ${twin.words}`);
  if (!twin.rests) return `${twin.words} after an unharmed exchange`;
  const met = absences(fronts);
  if (!process.servesOne()) {
    for (const absence of met) if (!(await cameAbout(context, absence))) break;
    const all = await secondOf(process.use);
    note(`after clients that are gone, and beside idle ones: ${all.words}`);
    if (all.rests) return rests;
  }
  for (const absence of met) {
    await relaunch();
    await cameAbout(context, absence);
    const second = await secondOf(process.use);
    note(`${absence.label}: ${second.words}`);
    if (!second.rests) return `${second.words} ${absence.label}`;
  }
  return rests;
}

/** Whether a client could be what it is to be: one that spins takes no other. */
async function cameAbout({ connect }: Context, { front, leave }: Absence): Promise<boolean> {
  const peer = connect({ paused: true });
  try {
    await peer.opened();
    if (front !== undefined) {
      await peer.send(front);
      await peer.taken();
    }
    await leave?.(peer);
    return true;
  } catch (error) {
    if (error instanceof NotReachable || error instanceof Finding) return false;
    throw error;
  }
}
