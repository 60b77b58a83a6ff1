import { NotReachable } from '../../contracts/target.ts';
import { conclusiveIf, Finding } from '../finding.ts';
import { processorUnseen, rests, secondOf } from '../processor.ts';
import type { Peer } from '../tester/peer.ts';
import type { CaseContext } from './context.ts';

/** What a case of any suite needs here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'process' | 'hasEnded' | 'relaunch' | 'nextClient' | 'note'>;

/** A client that is gone, or does nothing. */
interface Absence {
  readonly label: string;
  /** Whether it has sent a part of a message before. */
  readonly isWithin: boolean;
  readonly leave?: (peer: Peer) => Promise<void>;
}

const ways: readonly Omit<Absence, 'isWithin'>[] = [
  { label: 'after a FIN', leave: (peer) => peer.endWriting() },
  { label: 'after an RST', leave: (peer) => peer.reset() },
  { label: 'beside an idle client' },
];

/** Idle clients are the last: a server of one client at a time has met the others by then. */
const absences: readonly Absence[] = ways.flatMap((way) => [
  { ...way, isWithin: false },
  { ...way, label: `${way.label} within a message`, isWithin: true },
]);

/**
 * Whether a launched IUT rests in the second after its clients are gone, and beside idle ones: first all at once, and where
 * that is too much, one by one. The same second after an unharmed exchange is noted. `part` makes the front of a message;
 * without it clients send nothing.
 */
export async function restsFact(context: Context, part?: () => Uint8Array): Promise<string> {
  const { process, hasEnded, relaunch, nextClient, note } = context;
  conclusiveIf(process.use() !== undefined || hasEnded(), processorUnseen);
  await relaunch();
  await nextClient();
  const twin = await secondOf(process.use);
  note(`after an unharmed exchange: ${twin.words}`);
  if (!twin.rests) return `${twin.words} after an unharmed exchange`;
  const met = absences.filter(({ isWithin }) => part !== undefined || !isWithin);
  if (!process.servesOne()) {
    for (const absence of met) if (!(await cameAbout(context, absence, part))) break;
    const all = await secondOf(process.use);
    note(`after clients that are gone, and beside idle ones: ${all.words}`);
    if (all.rests) return rests;
  }
  for (const absence of met) {
    await relaunch();
    await cameAbout(context, absence, part);
    const second = await secondOf(process.use);
    note(`${absence.label}: ${second.words}`);
    if (!second.rests) return `${second.words} ${absence.label}`;
  }
  return rests;
}

/** Whether a client could be what it is to be: one that spins takes no other. */
async function cameAbout(
  { connect }: Context,
  { isWithin, leave }: Absence,
  part?: () => Uint8Array,
): Promise<boolean> {
  const peer = connect({ paused: true });
  try {
    await peer.opened();
    if (isWithin && part !== undefined) {
      await peer.send(part());
      await peer.taken();
    }
    await leave?.(peer);
    return true;
  } catch (error) {
    if (error instanceof NotReachable || error instanceof Finding) return false;
    throw error;
  }
}
