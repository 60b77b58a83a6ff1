import { isDeepStrictEqual } from 'node:util';
import type { Dissection } from '../../harness/contracts/dissection.ts';
import { conclusiveIf, mustBe } from '../../harness/engine/finding.ts';
import { differing, type Heard, wrongAmong } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act } from './script.ts';
import { sweep } from './sweep.ts';

/** A harmed exchange, and how it is harmed, in words. */
export interface Harmed {
  readonly how: string;
  readonly acts: readonly Act[];
  /** The message that is harmed, with what is harmed of it marked: made where a report needs it. */
  readonly told?: () => Dissection;
}

/** What a harmed exchange gave, and what its twin did: texts of the messages heard, in order. */
export interface Compared {
  readonly seen: readonly string[];
  readonly expected: readonly string[];
}

/** Does harmed exchanges one after another, and fails at the first that does not give what their twin gave. */
export async function mustBeAsTwin(
  context: Context,
  oracle: Oracle,
  plain: readonly Act[],
  harmed: Iterable<Harmed>,
): Promise<void> {
  const twin = await twinOf(context, oracle, plain);
  for (const one of harmed) await judge(context, oracle, { plain, twin }, one);
}

/** Fails where one harmed exchange does not give what its twin gave, and tells of the message that decided. */
async function judge(
  context: Context,
  oracle: Oracle,
  unharmed: { readonly plain: readonly Act[]; readonly twin: readonly Heard[] },
  { how, acts, told }: Harmed,
): Promise<void> {
  const heard = await oracle.held(context, acts);
  const { seen, expected } = await besideTwin(context, oracle, unharmed, heard);
  if (!isDeepStrictEqual(seen, expected))
    context.tellsOf(...(told === undefined ? [] : [told()]), ...wrongAmong(heard));
  mustBe(seen, expected, how);
}

/** The same of a sweep: many exchanges at once where the server allows it, and each that gave something else once more, alone. */
export async function mustBeAsTwinEach(
  context: Context,
  oracle: Oracle,
  isSideBySide: boolean,
  plain: readonly Act[],
  harmed: readonly Harmed[],
): Promise<void> {
  const twin = await twinOf(context, oracle, plain);
  await sweep(
    harmed,
    isSideBySide,
    async ({ acts }, opening) => {
      const peer = context.connect();
      await opening(peer.opened);
      const heard = await oracle.held(context, acts, peer);
      const { seen, expected } = await besideTwin(context, oracle, { plain, twin }, heard);
      return isDeepStrictEqual(seen, expected);
    },
    (one) => judge(context, oracle, { plain, twin }, one),
  );
}

/** The unharmed exchange. Where that is not answered as described, nothing can be concluded from a harmed one. */
export async function twinOf(context: Context, oracle: Oracle, plain: readonly Act[]): Promise<readonly Heard[]> {
  const twin = await oracle.held(context, plain);
  const problem = twin.find((one) => one.problem !== undefined);
  conclusiveIf(
    problem === undefined,
    `the unharmed exchange is not answered as described: ${problem?.name}: ${problem?.problem}`,
  );
  return twin;
}

/**
 * Compares what was heard with its twin. Where they differ the twin is asked once more: what differs between the two was
 * harmed by nobody (a date goes on meanwhile).
 */
export async function besideTwin(
  context: Context,
  oracle: Oracle,
  { plain, twin }: { readonly plain: readonly Act[]; readonly twin: readonly Heard[] },
  heard: readonly Heard[],
): Promise<Compared> {
  const mask = await oracle.mask(context);
  const [seen, expected] = [oracle.told(heard, mask), oracle.told(twin, mask)];
  if (isDeepStrictEqual(seen, expected)) return { seen, expected };
  const later = await oracle.held(context, plain);
  const wider = new Set([...mask, ...differing(oracle.description, [twin, later])]);
  return { seen: oracle.told(heard, wider), expected: oracle.told(twin, wider) };
}
