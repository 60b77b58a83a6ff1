import type { Evidence } from '../../contracts/run.ts';
import type { Twin } from './twin.ts';

/** What came of one plain exchange. */
export type Tried =
  | { readonly kind: 'done'; readonly twin: Twin }
  /** The client connected, or was expected to, and there was no exchange. */
  | { readonly kind: 'undone'; readonly reason: string; readonly evidence: Evidence[] }
  /** It never connected at all: nothing was tested. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** A client that has not done the plain exchange, and where that is seen. */
export type NotDone = Exclude<Tried, { kind: 'done' }>;

/** How often the first exchange is tried: a program may meet a busy moment once. */
const TRIES = 2;

/** Whether a client can do at all what its cases take for granted. */
export interface PositiveControl {
  /** The exchange before the cases; all of them share it. */
  readonly before: () => Promise<Tried>;
  /** Why a case that passed concludes nothing after all; undefined where it does. One that `rests` on the control has it repeated. */
  readonly doubt: (rests: boolean) => Promise<(NotDone & { readonly sentence: string }) | undefined>;
}

/** Makes the control of one client. `tryOnce` starts it and has the plain exchange with it. */
export function positiveControl(tryOnce: () => Promise<Tried>): PositiveControl {
  let first: Promise<Tried> | undefined;
  const tryTwice = async (): Promise<Tried> => {
    let tried = await tryOnce();
    for (let tries = 1; tries < TRIES && tried.kind === 'undone'; tries += 1) tried = await tryOnce();
    return tried;
  };
  const before = (): Promise<Tried> => {
    // What the operator broke off is tried anew.
    first ??= tryTwice().catch((error: unknown) => {
      first = undefined;
      throw error;
    });
    return first;
  };
  return {
    before,
    doubt: async (rests) => {
      const earlier = await before();
      if (earlier.kind !== 'done') return { ...earlier, sentence: neverDone(earlier) };
      if (!rests) return undefined;
      const later = await tryTwice();
      if (later.kind === 'done') return undefined;
      const sentence = `the client did the plain exchange of its suite before this case, and not after it: ${later.reason}`;
      return { ...later, sentence };
    },
  };
}

/** Why nothing can be concluded from what a client refuses, reports or ends. */
export function neverDone({ reason }: NotDone): string {
  return `the client has not done the plain exchange of its suite: ${reason}`;
}
