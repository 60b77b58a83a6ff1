import type { Socket } from 'node:net';
import { NotReachable } from '../../contracts/target.ts';
import { clock } from '../clock.ts';
import type { CaseLimits } from '../limits.ts';
import { NobodyToAsk, type Operator, type Stopwatch } from '../operator.ts';
import type { Service } from '../tester/service.ts';
import { duration, quoted } from '../words.ts';
import { reported, saysError } from './reporting.ts';

/** What is needed to wait for a person. */
export interface ByHand {
  readonly service: Service;
  readonly limits: CaseLimits;
  readonly watch: Stopwatch;
  readonly operator: Operator | undefined;
  /** What the client printed in this case; undefined where that cannot be seen. */
  readonly printed: (() => string) | undefined;
}

/**
 * The connection that somebody brings about within the launch limit. Where the client may refuse, an operator can say that it
 * did. Throws where the operator does not go on with the case.
 */
export async function connectionByHand(hand: ByHand, mayRefuse: boolean): Promise<Socket | undefined> {
  const { service, limits, watch, operator } = hand;
  const over = new AbortController();
  let refused = false;
  let brokenOff: { readonly because: unknown } | undefined;
  const listens = async ({ confirmsUnless, listensUntil }: Operator): Promise<void> => {
    const question = 'Has the client refused, or ended, without connecting?';
    if (mayRefuse) refused = (await confirmsUnless(question, over.signal)) === true;
    if (!refused && !over.signal.aborted) await listensUntil(over.signal);
  };
  if (operator !== undefined)
    void listens(operator)
      .catch((because: unknown) => {
        // Without a terminal the wait for the connection has its own limit.
        if (!(because instanceof NobodyToAsk)) brokenOff = { because };
      })
      .then(() => service.look());
  const socket = await watch.during(service.connection(limits.launchMs, () => refused || brokenOff !== undefined));
  over.abort();
  if (socket === undefined && brokenOff !== undefined) throw brokenOff.because;
  return socket;
}

/** Nobody started the client, or it did not find the harness: nothing was tested. */
export function notStarted({ service, limits }: ByHand): NotReachable {
  const where = `port ${service.port} of ${service.host}`;
  return new NotReachable(`no client connected to ${where} within ${duration(limits.launchMs)}`);
}

/** Whether a client that has nobody to connect to says so, by what it prints within `ms` of its first words, or by what a person sees. */
export async function reportByHand({ operator, printed, limits, watch }: ByHand, ms: number): Promise<string> {
  const look = async (): Promise<string> => printed?.() ?? '';
  if (printed !== undefined && operator === undefined) {
    await watch.during(clock.lookUntil(limits.launchMs, look, (text) => text !== ''));
    const text = await clock.lookUntil(ms, look, (said) => saysError(said));
    return saysError(text) ? reported : `no error in what was printed: ${quoted(text.trim())}`;
  }
  const confirmed = await operator?.confirms('Does the client report an error?');
  return confirmed === true ? reported : 'no error reported, says the operator';
}
