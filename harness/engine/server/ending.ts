import type { LaunchedProcess, ProcessEnd } from '../../contracts/process.ts';
import { IUT_ENDED } from '../../contracts/run-form.ts';
import { endText } from '../../targets/readiness.ts';
import { hasCrashed, lastWords } from '../../text/last-words.ts';
import { clock } from '../clock.ts';

/**
 * How long a program that still runs after a case is waited for, in milliseconds: one that spins never rests,
 * and a child of one that has ended may keep its output open.
 */
const REST_MS = 100;

/** Where the system does not tell whether a program rests: how long one that ends after a client takes, in milliseconds. */
const BLIND_MS = 20;

/** How the IUT has ended, in words, with the last line that it has printed since. */
export function endingText(end: ProcessEnd, printed: string): string {
  const unhandled = hasCrashed(printed) ? ', by an error that it did not handle' : '';
  return `${IUT_ENDED} ${endText(end)}${unhandled}${lastWords(printed)}`;
}

/**
 * Waits until a program was found at rest twice in a row, or the time for that is over: one that is on its way from one wait to
 * the next may lose a signal. Python looks at it before it waits, and not while it does.
 */
export async function untilAtRest(isBusy: () => boolean | undefined): Promise<void> {
  let looks = 0;
  const look = async (): Promise<boolean> => {
    looks = isBusy() === true ? 0 : looks + 1;
    return looks > 1;
  };
  await clock.lookUntil(REST_MS, look, Boolean);
}

/** How a program has ended by itself, once it has had the time for that: until it rests. Undefined where it goes on. */
export async function endOnceAtRest({
  isBusy,
  end,
  ended,
}: Pick<LaunchedProcess, 'isBusy' | 'end' | 'ended'>): Promise<ProcessEnd | undefined> {
  if (end() !== undefined) return end();
  const busy = isBusy();
  if (busy === undefined) await clock.within(BLIND_MS, ended);
  if (busy !== true) return end();
  const isAtWork = async (): Promise<boolean> => end() === undefined && isBusy() === true;
  await clock.lookUntil(REST_MS, isAtWork, (atWork) => !atWork);
  return end();
}
