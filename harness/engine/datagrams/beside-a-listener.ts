import { isOwnAddress } from '../../addresses/interfaces.ts';
import { applicableIf, inconclusive } from '../finding.ts';
import { type SenderContext, silenceWords } from './sender-context.ts';

type Asked = Pick<SenderContext, 'sends' | 'runsUnheard' | 'end' | 'printed' | 'destination' | 'port' | 'limits'>;

/** Intervals for which a sender is left alone: one that has not ended by then sends. */
const ALONE_INTERVALS = 2;

/** What `besideFact` says of a sender that leaves its destination's port to those who listen. */
export const sendsBeside = 'datagrams beside a listener of its machine';

/**
 * Whether a sender sends while another program of its machine has the port that it sends to. One that sends nothing is
 * started again while nobody listens: where it runs then, and has that port, it needs the port for itself.
 */
export async function besideFact(context: Asked): Promise<string> {
  const { port, limits } = context;
  const [arrival] = await context.sends(1);
  if (arrival !== undefined) {
    applicableIf(isOwnAddress(arrival.source), `the sender runs on another machine, ${arrival.source}`);
    return sendsBeside;
  }
  const words = silenceWords(context);
  if ((await context.runsUnheard(ALONE_INTERVALS * limits.intervalMs)) !== 'has the port') return inconclusive(words);
  return `${words}; where nobody listens it runs, and has port ${port} for itself`;
}
