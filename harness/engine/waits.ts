import { clock } from './clock.ts';

/** The waits of the clock of this thread. */
export const { lookUntil, pause, within } = clock;
