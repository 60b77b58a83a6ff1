import type { ProcessUse } from '../../contracts/process.ts';
import { clock } from '../clock.ts';
import { conclusiveIf } from '../finding.ts';
import { secondOf } from '../processor.ts';
import { count } from '../words.ts';
import type { CaseContext } from './context.ts';

/** What a case of any suite needs here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'process' | 'relaunch' | 'limits' | 'note'>;

/** Clients that break off in a round. */
export const CLIENTS = 50;

/** Rounds after each of which more is open than before: a pool of threads fills up once, what is forgotten grows for ever. */
const ROUNDS = 3;

/** How often it is looked in all for a second in which the server rests: of one that never does `rests` tells. */
const LOOKS = 25;

/** So many looks in a row that find the same end a round: a server that works, but not on clients that it has yet to accept. */
const SAME = 3;

/** What `leftOpenFact` says of a server that closes what it has opened. */
export const nothingLeft = 'as many descriptors, sockets, threads and children as before';

const unseen =
  'what the server holds open cannot be seen: needs a program that the harness launches (--exec), on Linux';

/** What is open, by what it is called. */
type Open = Readonly<Record<string, number>>;

/**
 * Breaks off 50 connections, a quarter each by FIN and RST, before and within a message, and looks whether the IUT holds as
 * much as before within the close limit, and when it rests; where it does not, twice again. `part` makes what those of them say that say something.
 */
export async function leftOpenFact(context: Context, part?: (client: number) => Uint8Array): Promise<string> {
  return leftOpenAfter(context, () => breakOff(context, part));
}

/** What clients say of these: in each four, of which two say something, another than in the four before. */
export function inFours(...parts: readonly (() => Uint8Array)[]): (client: number) => Uint8Array {
  return (client) => parts[(client >> 2) % parts.length]?.() ?? new Uint8Array();
}

/** The same with other clients that break off: `breakOff` is a round of them. */
export async function leftOpenAfter(context: Omit<Context, 'connect'>, breakOff: () => Promise<void>): Promise<string> {
  const { process, relaunch, limits, note } = context;
  conclusiveIf(process.use() !== undefined || process.servesOne(), unseen);
  conclusiveIf(!process.servesOne(), 'a launch serves one client: nothing can be left open of more');
  await relaunch();
  const first = await open(context);
  conclusiveIf(first !== undefined, unseen);
  let before = first ?? {};
  let looks = LOOKS;
  const look = async (): Promise<string> => grown(before, (await open(context)) ?? {});
  /** One that takes its time with each client has yet to accept some, until it rests: those are not what it has left open. */
  const lookAtRest = async (soon: string): Promise<string> => {
    let more = soon;
    for (let same = 0; looks > 0 && same < SAME; looks -= 1) {
      const { rests } = await secondOf(process.use);
      const now = await look();
      if (rests || now === '') return now;
      same = now === more ? same + 1 : 0;
      more = now;
    }
    return more;
  };
  for (let round = 1; round <= ROUNDS; round += 1) {
    await breakOff();
    const soon = await clock.lookUntil(limits.closeMs, look, (fact) => fact === '');
    const more = soon === '' ? soon : await lookAtRest(soon);
    if (more === '') return nothingLeft;
    note(`after ${count(CLIENTS, 'client')}, round ${round}: ${more}`);
    before = (await open(context)) ?? {};
  }
  return `${grown(first ?? {}, before)} after ${count(ROUNDS * CLIENTS, 'client')} that broke off`;
}

async function open({ process }: Pick<Context, 'process'>): Promise<Open | undefined> {
  const use: ProcessUse | undefined = process.use();
  if (use === undefined) return undefined;
  return {
    descriptor: use.descriptors,
    'socket in CLOSE-WAIT': (await process.leftOpen()) ?? 0,
    thread: use.threads,
    process: use.processes,
  };
}

/** What there is more of, in words; empty for nothing. */
function grown(before: Open, after: Open): string {
  return Object.entries(after)
    .filter(([what, number]) => number > (before[what] ?? 0))
    .map(([what, number]) => `${plural(number - (before[what] ?? 0), what)} more`)
    .join(', ');
}

function plural(number: number, what: string): string {
  if (what === 'process') return `${number} ${number === 1 ? 'child' : 'children'}`;
  return what.startsWith('socket') ? `${count(number, 'socket')} in CLOSE-WAIT` : count(number, what);
}

async function breakOff({ connect }: Context, part?: (client: number) => Uint8Array): Promise<void> {
  for (let client = 0; client < CLIENTS; client += 1) {
    const peer = connect({ paused: true });
    await peer.opened();
    if (part !== undefined && client % 4 >= 2) {
      await peer.send(part(client));
      await peer.taken();
    }
    if (client % 2 === 0) await peer.leave();
    else await peer.reset();
  }
}
