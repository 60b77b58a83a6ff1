import { mustBeHeld } from '../client/holding.ts';
import { endFact } from '../client/reporting.ts';
import { applicableIf, conclusiveIf, inconclusive } from '../finding.ts';
import { count, duration } from '../words.ts';
import type { Resumed, SenderContext } from './sender-context.ts';
import { silenceWords } from './sender-context.ts';
import { tooBusy } from './too-busy.ts';

/** What `resumedFact` says of a sender that goes on at its interval. */
export const goesOn = 'one datagram at a time once it goes on';

/** Datagrams before it is held, which show that it keeps its interval. */
const BEFORE = 2;

/**
 * How many intervals it is held: three are missed by then. The next beat of a sender that keeps to its beats, and has sent one
 * late, is most of an interval away.
 */
const HELD = 3.25;

/** Datagrams after it went on: of missed ones that are made up for, all come at once. */
const AFTER = 3;

/** Datagrams that are closer than this part of the interval come at once. */
const AT_ONCE = 0.25;

/** A busy machine delays a program that sleeps by so many milliseconds, whatever its interval. */
const LATE_MS = 400;

/** Whether a sender that was stopped for a while (Ctrl-Z, a frozen machine) goes on as before, and does not make up for what it has missed. */
export async function resumedFact(context: SenderContext): Promise<string> {
  mustBeHeld(context.plan);
  const { limits, capabilities } = context;
  const { endsAfterMessages = Number.POSITIVE_INFINITY } = capabilities;
  conclusiveIf(
    endsAfterMessages >= BEFORE + AFTER,
    `the sender ends after ${count(endsAfterMessages, 'datagram')}, says its profile: this needs ${BEFORE + AFTER}`,
  );
  const heldMs = HELD * limits.intervalMs;
  const resumed = await context.sendsHeld({ before: BEFORE, heldMs, after: AFTER });
  if (resumed.before.length === 0) inconclusive(silenceWords(context));
  const fact = paceAfter(resumed, limits.intervalMs);
  if (fact === goesOn) return goesOn;
  const end = context.end();
  const words = end === undefined ? '' : `; it ${endFact(end)} (status ${end.status})`;
  return `${fact}, having been stopped for ${duration(heldMs)}${words}`;
}

/** How datagrams come of a sender that went on. Concludes nothing where they did not come at the interval before, where it was not held itself, or where the machine was too busy. */
export function paceAfter({ before, meanwhile, excusedMs, after }: Resumed, intervalMs: number): string {
  const [first, second] = before;
  const gap = first === undefined || second === undefined ? undefined : second.at - first.at;
  conclusiveIf(
    gap !== undefined && Math.abs(gap - intervalMs) <= Math.max(AT_ONCE * intervalMs, LATE_MS),
    'its first two datagrams are not an interval apart: judged by the other case, and by every-datagram',
  );
  applicableIf(
    meanwhile === 0,
    'datagrams come while what the harness has launched is stopped: the sender runs elsewhere',
  );
  if (after.length < AFTER)
    return `${after.length === 0 ? 'no datagram' : `only ${count(after.length, 'datagram')}`} within ${duration(1.5 * AFTER * intervalMs)} of going on`;
  const close = after.findIndex(
    ({ at }, index) => index > 0 && at - (after[index - 1]?.at ?? 0) < AT_ONCE * intervalMs,
  );
  const [one, other] = [after[close - 1], after[close]];
  if (one === undefined || other === undefined) return goesOn;
  // What was held up may have come in time: the one before it did.
  const heldUpMs = other.excusedMs - excusedMs;
  if (other.at - one.at + heldUpMs >= AT_ONCE * intervalMs) tooBusy(heldUpMs);
  const together = after.filter(({ at }) => Math.abs(at - one.at) < AT_ONCE * intervalMs);
  const last = together.at(-1) ?? other;
  return `${count(together.length, 'datagram')} within ${duration(last.at - one.at)}`;
}
