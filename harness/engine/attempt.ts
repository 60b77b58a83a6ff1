import type { CaseFrames } from '../contracts/case-frames.ts';
import type { Evidence } from '../contracts/run.ts';
import { Inconclusive } from './finding.ts';
import type { Judgement } from './judge.ts';
import { POLL_MS } from './limits.ts';
import { within } from './waits.ts';
import { duration } from './words.ts';

/** What one attempt at a case came to. */
export interface Attempt extends Judgement {
  readonly notes: string[];
  readonly evidence: Evidence[];
  readonly onWire: Pick<CaseFrames, 'ports' | 'groups' | 'sent'>;
}

/** An attempt that could not be made. */
export function unjudged(reason: string): Attempt {
  return { verdict: 'inconclusive', reason, notes: [], evidence: [], onWire: { ports: [], groups: [], sent: [] } };
}

/** The context of one case, with what the engine does with it and a case must not. */
export interface OpenedCase<Context> {
  readonly context: Context;
  readonly notes: () => string[];
  readonly dispose: () => Promise<void>;
}

/** How a body ended: what it threw (undefined for nothing), and whether the case's limit ended it. */
export interface BodyEnd {
  readonly outcome: unknown;
  readonly overran: boolean;
}

/**
 * Races a body against the case's limit (ms) and against an interruption: no behaviour of an IUT can hang the harness.
 * Time that a person takes (`excusedMs`, so far) is not the IUT's.
 */
export async function raceBody(
  body: Promise<void>,
  caseMs: number,
  signal: AbortSignal,
  excusedMs: () => number = () => 0,
): Promise<BodyEnd> {
  const done = body.then(
    (): BodyEnd => ({ outcome: undefined, overran: false }),
    (outcome: unknown): BodyEnd => ({ outcome, overran: false }),
  );
  const aborted = new Promise<BodyEnd>((resolve) => {
    const interrupted = { outcome: new Inconclusive('interrupted'), overran: false };
    signal.addEventListener('abort', () => resolve(interrupted), { once: true });
  });
  const over = `the case did not end within its limit of ${duration(caseMs)} (--timeout raises it)`;
  const ended = Promise.race([done, aborted]);
  const began = performance.now();
  for (let left = caseMs; left > 0; left = caseMs + excusedMs() - (performance.now() - began)) {
    const end = await within(Math.max(POLL_MS, left), ended);
    if (end !== undefined) return end;
  }
  return { outcome: new Inconclusive(over), overran: true };
}
