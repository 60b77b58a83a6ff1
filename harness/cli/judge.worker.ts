import { judgeHere } from './judging-thread.ts';

/** The one file that vitest opens, once a turn, in the thread that is idle first. What it imports is loaded once a thread. */
await judgeHere();
