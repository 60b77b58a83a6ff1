import { errorText } from '../../contracts/errors.ts';
import { NotReachable } from '../../contracts/target.ts';
import { hasCrashed } from '../../text/last-words.ts';
import { clock } from '../clock.ts';
import { Finding, NextClientUnserved } from '../finding.ts';
import { RETRY_MS } from '../limits.ts';
import { duration } from '../words.ts';
import type { CaseContext } from './context.ts';
import { endingText } from './ending.ts';
import { ENDING_MS, type Session } from './session.ts';

/** What a well-behaved client says that was served, for all that can be seen. */
export const served = 'served';

/** The same of one whose octets were taken in an orderly way, where nothing shows what became of them: other servers do that too. */
export const takenUnseen = 'taken to its end, unseen';

/** What a well-behaved client says that was served, and by which the data of an earlier one came to light. */
export const servedLate =
  'what an earlier client sent was shown only now (if its output is buffered: needs a flush after each item)';

/** What the check is made of. */
export interface NextClientParts<Plain> {
  readonly session: Session;
  readonly context: CaseContext<Plain>;
  /** One well-behaved client, to be done within `limitMs`: resolves to `served` or `takenUnseen`, or to what was seen instead. */
  readonly client: (context: CaseContext<Plain>, limitMs: number) => Promise<string>;
  /** Nothing ever shows that a client was served: then the next may do with what shows nothing either. */
  readonly isUnseen: boolean;
  /** What is expected of it, in words. */
  readonly next?: string;
}

/**
 * The next-client check (suites/README.md, "Verdicts"): tries until it is served or the recovery time (ms) is over. A
 * server that ends by itself after each client it has served is launched again where it has ended here in the same way,
 * as its user does, and must serve then; where it has crashed instead, it has stopped serving.
 */
export async function serveNext<Plain>(parts: NextClientParts<Plain>, limitMs: number): Promise<void> {
  const { context } = parts;
  const first = (await endedAsEver(parts)) ? 'ended' : await unservedFact(parts, limitMs);
  if (first === undefined) return;
  const second = (await endedAsEver(parts)) ? await relaunchedFact(parts, limitMs) : first;
  if (second === undefined) return;
  const end = await context.ends(0);
  const ended = end === undefined ? '' : `; ${endingText(end, context.observed ? context.printed() : '')}`;
  const { next = 'the next client to be served' } = parts;
  throw new NextClientUnserved(`${next} within ${duration(limitMs)}`, `${second}${ended}`);
}

/** Whether the IUT ends after each client, and has ended as it does after any: given a moment, with status 0 and no crash. */
async function endedAsEver<Plain>({ session, context }: NextClientParts<Plain>): Promise<boolean> {
  if (!session.endsAfterClient()) return false;
  const end = await context.ends(ENDING_MS);
  return end?.status === 0 && !crashed(context);
}

function crashed({ observed, printed }: CaseContext<unknown>): boolean {
  return observed && hasCrashed(printed());
}

async function relaunchedFact<Plain>(parts: NextClientParts<Plain>, limitMs: number): Promise<string | undefined> {
  await parts.context.ready();
  parts.context.note('the IUT ends after each client: it was launched again for the next one');
  return unservedFact(parts, limitMs);
}

/** What the last client that tried saw instead of being served; undefined once one is served. */
async function unservedFact<Plain>(
  { context, client, isUnseen }: NextClientParts<Plain>,
  limitMs: number,
): Promise<string | undefined> {
  const deadline = clock.now() + limitMs;
  for (;;) {
    const left = Math.max(RETRY_MS, deadline - clock.now());
    const fact = await client(context, left).catch((error: unknown) => {
      if (error instanceof Finding || error instanceof NotReachable) return error.message;
      throw error;
    });
    if (fact === served || (isUnseen && fact === takenUnseen)) return undefined;
    if (context.hasEnded()) return fact;
    await clock.rest(RETRY_MS);
    if (clock.now() >= deadline) return fact;
  }
}

/**
 * For rows that are not about the next client: it must be served all the same, or what follows would be judged on an IUT
 * that this case has wedged. One that has ended is launched again anyway.
 */
export async function stillServes({
  nextClient,
  hasEnded,
}: Pick<CaseContext<unknown>, 'nextClient' | 'hasEnded'>): Promise<void> {
  if (hasEnded()) return;
  await nextClient().catch((error: unknown) => {
    throw new NotReachable(`the next client is not served, which other rows judge: ${errorText(error)}`);
  });
}
