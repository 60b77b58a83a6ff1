import type { ProcessUse } from '../contracts/process.ts';
import { clock } from './clock.ts';

/** The time that is looked at, in milliseconds. */
const SECOND_MS = 1000;

/** Processor time of a program that rests, in milliseconds of that second: 20 % of a core (suites/README.md, "Decisions about all protocols"). */
const RESTING_MS = 200;

/** What a case says that cannot see it. */
export const processorUnseen =
  'processor time cannot be seen: needs a program that the harness launches (--exec), on Linux';

/** Processor time of a program in a second, or until it is too much. */
export interface Second {
  readonly rests: boolean;
  /** In words. */
  readonly words: string;
}

/** How much processor time a program needs from now on for a second in which it could run. One that has ended needs none. */
export async function secondOf(use: () => ProcessUse | undefined): Promise<Second> {
  const before = use()?.processorMs;
  if (before === undefined) return { rests: true, words: 'it had ended' };
  const began = clock.now();
  const look = async (): Promise<number> => Math.max(0, (use()?.processorMs ?? before) - before);
  const used = await clock.lookUntil(SECOND_MS, look, (ms) => ms >= RESTING_MS);
  const words = `${used} ms of processor time within ${Math.round(clock.now() - began)} ms`;
  return { rests: used < RESTING_MS, words };
}

/** What is said of a program that rests. */
export const rests = 'less than 200 ms of processor time in a second';
