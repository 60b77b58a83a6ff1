import type { Evidence } from '../../harness/contracts/run.ts';
import { isFailedConnect } from '../wire-events.ts';
import { isTriedAgain } from './steps.ts';

/** What the program did on one connection, as sockspec saw it. */
export interface Outcome {
  readonly connection: number;
  /** How many octets came, and those of them that are kept, in hexadecimal. */
  readonly count: number;
  readonly hex: string;
  /**
   * `FIN` or `RST`; `open` where it did neither until the case was over, `left` where it had done neither when it was reset or
   * closed; `refused` or `no answer` where there was no connection; `came` of one more connection of a client, which was not
   * taken.
   */
  readonly end: 'FIN' | 'RST' | 'open' | 'left' | 'refused' | 'no answer' | 'came';
  /**
   * Whether it ended after pauses, with nothing before to which that is the answer: then the time may be what decided. One that
   * ends by a deadline ends soon after whatever was said last before it.
   */
  readonly isLate: boolean;
}

/** A pause (ms) that is no work of a program that answers at once (harness/engine/limits.ts, QUIET_MS). */
const PAUSE_MS = 250;

/** What came of each connection of a case, in the order in which they were made. */
export function outcomesOf(evidence: readonly Evidence[], isOfClient: boolean): readonly Outcome[] {
  const numbers = new Set(
    evidence.flatMap((event, index) =>
      event.connection === undefined || isTriedAgain(event, evidence[index + 1]) ? [] : [event.connection],
    ),
  );
  return [...numbers].map((number) =>
    outcomeOf(
      number,
      evidence.filter(({ connection }) => connection === number),
      isOfClient,
    ),
  );
}

function outcomeOf(connection: number, events: readonly Evidence[], isOfClient: boolean): Outcome {
  const at = events.findIndex(endsIt);
  const end = events[at];
  const heard = events.slice(0, at === -1 ? undefined : at).filter(({ what }) => what === 'receive');
  const isOver = end !== undefined && end.who === 'iut' && end.what !== 'connect';
  const pauses = events
    .slice(0, at + 1)
    .flatMap((event, index, all) => (isPause(all[index - 1], event) ? [index] : []));
  return {
    connection,
    count: heard.reduce((sum, { octets = 0 }) => sum + octets, 0),
    hex: keptOf(heard),
    end: end === undefined ? 'open' : endOf(end, isOfClient),
    isLate: isOver && (pauses.includes(at) || (heard.length === 0 && pauses.length > 0)),
  };
}

/** Whether time went by between two events that no work explains: what is cut in the report took its time to be sent. */
function isPause(before: Evidence | undefined, event: Evidence): boolean {
  return before !== undefined && before.cut !== true && event.t - before.t > PAUSE_MS;
}

function endsIt(event: Evidence): boolean {
  const { who, what, text } = event;
  if (isFailedConnect(event) || what === 'rst') return true;
  return what === 'fin' && (who === 'iut' || text !== undefined);
}

function endOf({ who, what, text = '' }: Evidence, isOfClient: boolean): Outcome['end'] {
  if (what === 'connect') return isOfClient ? 'came' : text.startsWith('refused') ? 'refused' : 'no answer';
  if (who === 'harness') return 'left';
  return what === 'fin' ? 'FIN' : 'RST';
}

/** The front of what came: behind an event that is cut nothing follows it without a gap. */
function keptOf(heard: readonly Evidence[]): string {
  const cut = heard.findIndex((event) => event.cut === true);
  return heard
    .slice(0, cut === -1 ? undefined : cut + 1)
    .map(({ hex = '' }) => hex)
    .join('');
}
