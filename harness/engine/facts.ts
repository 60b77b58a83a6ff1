import type { BusyLaunch } from '../contracts/target.ts';
import { quoted } from './words.ts';

/**
 * Growth of an IUT's peak memory, in octets, that a single connection may cause (suites/README.md, "Decisions about
 * upload").
 */
const GROWTH_LIMIT = 8 * 1024 * 1024;

/** What `memoryFact` says of an IUT whose memory stays bounded, or cannot be seen. */
export const memoryBounded = 'memory bounded';

/** Peak memory as a fact: bounded (or unobservable, which the note says), or by how much it grew. */
export function memoryFact(growth: number | undefined, note: (text: string) => void): string {
  if (growth === undefined) note('memory not observed: the IUT is not a launched program of this machine');
  if (growth === undefined || growth < GROWTH_LIMIT) return memoryBounded;
  return `memory grown by ${Math.round(growth / 1024 / 1024)} MiB`;
}

/** What `busyPortFact` says of a server that does it right. */
export const saysPortInUse = 'said so and ended';

/** What a server did that was launched on a port which is taken. */
export function busyPortFact({ ended, end, said }: BusyLaunch): string {
  const words = said.trim();
  if (!ended)
    return words === '' ? 'went on running without a word' : `went on running, having printed ${quoted(words)}`;
  if (words !== '') return end?.status === 0 ? `printed ${quoted(words)} and ended with exit status 0` : saysPortInUse;
  return 'ended without a word';
}
