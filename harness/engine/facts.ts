import type { BusyLaunch } from '../contracts/target.ts';
import { signalText } from '../text/signal.ts';
import { linesOf } from './output/lines.ts';
import { count, quoted } from './words.ts';

/**
 * Growth of an IUT's peak memory, in octets, that a single connection may cause (suites/README.md, "Decisions about
 * upload").
 */
const GROWTH_LIMIT = 8 * 1024 * 1024;

/** What `memoryFact` says of an IUT whose memory stays bounded, or cannot be seen. */
export const memoryBounded = 'memory bounded';

/** Peak memory as a fact: bounded (or unobservable, which the note says), or by how much it grew. */
export function memoryFact(growth: number | undefined, note: (text: string) => void): string {
  if (growth === undefined)
    note('memory not observed: that needs a launched program of this machine that is still running');
  if (growth === undefined || growth < GROWTH_LIMIT) return memoryBounded;
  return `memory grown by ${Math.round(growth / 1024 / 1024)} MiB`;
}

/** What `busyPortFact` says of a server that does it right. */
export const saysPortInUse = 'said so and ended';

/** What a server did that was launched on a port which is taken. What it prints on a free port too says nothing of that. */
export function busyPortFact({ ended, end, said, usual = '' }: BusyLaunch): string {
  const words = said.trim();
  if (!ended)
    return words === '' ? 'went on running without a word' : `went on running, having printed ${quoted(words)}`;
  if (typeof end?.signal === 'string') return `was killed by signal ${signalText(end.signal)}`;
  if (words === '') return 'ended without a word';
  if (end?.status === 0) return `printed ${quoted(words)} and ended with exit status 0`;
  return besideUsual(words, usual) === '' ? `printed ${quoted(words)} alone, as it does on a free port` : saysPortInUse;
}

/** The lines of a text that another lacks; numbers in them (a port, a time) may differ. */
export function besideUsual(text: string, usual: string): string {
  const alike = (line: string): string => line.trim().replace(/\d+/g, '0');
  const known = new Set<string>();
  for (const line of linesOf(usual)) known.add(alike(line));
  let own = '';
  for (const line of linesOf(text)) if (!known.has(alike(line))) own += `${line.replace(/\r$/, '')}\n`;
  return own.trim();
}

/** What a server that owes no answer has sent: nothing, or the octets. */
export function answerFact(octets: Uint8Array): string {
  if (octets.length === 0) return 'no octet';
  return `${count(octets.length, 'octet')}: ${quoted(Buffer.from(octets).toString('utf8'))}`;
}
