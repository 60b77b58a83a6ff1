import type { CaseContext } from './context.ts';

/** How a suite tells whether an IUT serves at all. */
export interface SuiteOptions<Plain, Key extends string> {
  /** What a well-behaved client may send, plainest first: the first that this IUT serves is used in all of its cases. */
  readonly plain: readonly [Plain, ...Plain[]];
  /** One well-behaved client, to be done within `limitMs`: resolves to `served` or `takenUnseen`, or to what was seen instead. */
  readonly client: (context: CaseContext<Plain>, limitMs: number) => Promise<string>;
  /** What is said of an IUT that does not; of receivers that nothing is shown. */
  readonly unserved?: string;
  /** What would show that a client was served, where `client` resolves to `takenUnseen`. */
  readonly unseen?: string;
  /** What is expected after a fault: the next client to be served; of receivers the next datagram to be shown. */
  readonly next?: string;
  /** Requirements that are judged even if no well-behaved client is served; the others would only repeat that. */
  readonly basics: readonly Key[];
  /** The row that judges whether more than one client is served: what others find of that is its finding. */
  readonly severalClients?: Key;
  /** What rows rest on, each judged by a row of its own: where that fails in its plainest form, others that fail repeat it. */
  readonly grounds?: ReadonlyArray<Ground<Plain, Key>>;
}

/** A precondition of rows. */
export interface Ground<Plain, Key extends string> {
  /** The rows that judge it. */
  readonly rows: readonly [Key, ...Key[]];
  /** The rows that rest on it; without, all do but those that it spares. */
  readonly bears?: readonly Key[];
  readonly spares?: readonly Key[];
  /** Tries it in its plainest form: resolves to `served`, or to what was seen instead. */
  readonly holds: (context: CaseContext<Plain>) => Promise<string>;
}
