import { inTime } from '../../text/in-time.ts';
import { clock } from '../clock.ts';
import { shownFact } from '../output/shown.ts';
import type { ClientContext } from './client-context.ts';
import { shownOnScreen } from './client-screen.ts';

/** What `shownFact` says where all items were shown, in order and whole. */
export const shown = 'shown';

/**
 * Whether the client shows these items by the time it has ended, or within its reply limit; a person tells where nothing else
 * does. `read` undoes a client's way of printing before its output is looked at.
 */
export async function shownBy(
  context: ClientContext,
  items: readonly string[],
  read: (printed: string) => string = (printed) => printed,
): Promise<string> {
  const { limits, printed, end, sees, operator } = context;
  if (!sees.output) return shownOnScreen(context, items);
  const pattern = context.plan.show === undefined ? undefined : new RegExp(context.plan.show, 'gm');
  const look = async (): Promise<string> => inTime('judging', () => shownFact(read(printed()), items, pattern));
  // All that a launched client prints has been read when its end is told: nothing more is to be waited for.
  let isOver = false;
  const tellsEnd = sees.exit && context.plan.output === undefined;
  if (tellsEnd)
    void end(limits.replyMs).then(
      (over) => (isOver = over !== undefined),
      () => undefined,
    );
  const fact = await clock.lookUntil(limits.replyMs, look, (found) => found === shown || isOver);
  if (fact === shown) return shown;
  if (!sees.exit) return fact;
  const ended = await end(limits.closeMs);
  if (printed() === '' && operator !== undefined) return shownOnScreen(context, items);
  return ended === undefined ? `${fact}, and the client hung` : look();
}
