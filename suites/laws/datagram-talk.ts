import type { Description, WireMessage } from '../../harness/contracts/wire.ts';
import type { Answer, Asker } from '../../harness/engine/datagrams/asker.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { count } from '../../harness/engine/words.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { echoProblem, type Heard, look, type Talk } from './heard.ts';
import { freshened, type Oracle } from './oracle.ts';
import type { Sight } from './seeing.ts';

/** Whether octets are one message of a description, and nothing behind it: a datagram is one message (RFC 768). */
export function isWhole(description: Description, name: string, octets: Uint8Array): boolean {
  return 'message' in datagramOf(description, name, octets);
}

/** The message that a datagram is, or what is wrong with it, in words. */
export function datagramOf(
  description: Description,
  name: string,
  octets: Uint8Array,
): { readonly message: WireMessage } | { readonly problem: string } {
  const { decoded } = read(description, name, octets, true);
  const of = `of ${count(octets.length, 'octet')}`;
  if (decoded.kind === 'malformed') return { problem: `octet ${decoded.offset + 1} ${of}: ${decoded.reason}` };
  if (decoded.kind === 'incomplete') return { problem: `a datagram ${of}, and not the rest of the message` };
  const more = octets.length - decoded.length;
  if (more > 0) return { problem: `a datagram ${of}, ${more} of them behind the message` };
  return { message: decoded.message };
}

/** A client that does what scripts say, a datagram each, up to the first thing that is not heard as described within the reply limit of the sight. */
export function talkWith(description: Description, asker: Asker, sight: Sight): Talk {
  const ms = sight.limits.replyMs;
  let place = 0;
  return async (acts) => {
    const heard: Heard[] = [];
    for (const act of acts) {
      if (act.does === 'say') await asker.ask(Buffer.concat(act.segments));
      else if (act.does === 'hear') {
        const came = heardOf(description, act.message, await asker.next(ms));
        const { answered } = act;
        const problem =
          came.message === undefined || answered === undefined
            ? undefined
            : echoProblem(description, act.message, came.message, answered)?.problem;
        heard.push(problem === undefined ? came : { ...came, problem });
      } else if (act.does === 'see') {
        const { one, place: shownAt } = await look(sight, act, place);
        const isRefused = one.problem !== undefined && (await asker.next(0)) === 'refused';
        heard.push(isRefused ? { ...one, problem: NOBODY } : one);
        place = shownAt;
      }
      if (heard.at(-1)?.problem !== undefined) break;
    }
    return heard;
  };
}

/** What is heard where a message is expected. */
export function heardOf(description: Description, name: string, answer: Answer | 'silence' | 'refused'): Heard {
  if (answer === 'silence') return { name, problem: 'no datagram' };
  if (answer === 'refused') return { name, problem: NOBODY };
  return { name, ...datagramOf(description, name, answer.octets) };
}

/** What is said of a port where nothing listens. */
export const NOBODY = 'no datagram: nothing listens there (ICMP port unreachable)';

/** A socket for each script. */
export function overDatagrams(description: Description): Oracle['held'] {
  return async (context, acts) => {
    const asker = await context.asks();
    const heard = await talkWith(description, asker, context)(freshened(context, acts));
    await asker.leave();
    return heard;
  };
}

/** The same for whoever looks whether anything more comes, for a quiet while: that is a problem, too. */
export function overDatagramsToTheEnd(description: Description): Oracle['held'] {
  return async (context, acts) => {
    const asker = await context.asks();
    const heard = await talkWith(description, asker, context)(freshened(context, acts));
    const isWell = heard.every(({ problem }) => problem === undefined);
    const more = isWell ? await asker.next(QUIET_MS) : 'silence';
    await asker.leave();
    if (typeof more === 'string') return heard;
    return [...heard, { name: 'the end', problem: `one more datagram, of ${count(more.octets.length, 'octet')}` }];
  };
}
