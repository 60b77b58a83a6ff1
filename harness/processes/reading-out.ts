import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessEnd } from '../contracts/process.ts';
import { GRACE_MS } from './group.ts';

/** The grace is waited for in so many parts: of a pause of this process one part passes unseen, and what came meanwhile is read. */
const GRACE_PARTS = 10;

/** How often the grace is prolonged by a part at most, while what brings the output has work to do. */
const MORE_PARTS = 100;

/**
 * The end once all that was printed has been read, or a while later where a grandchild still holds the pipe. `isOnItsWay` tells
 * whether a process that brings what is printed on a terminal has work to do: what waits for that is not lost.
 */
export async function readToEnd(
  exited: Promise<ProcessEnd>,
  streams: readonly Readable[],
  isOnItsWay: () => boolean,
): Promise<ProcessEnd> {
  const allRead = Promise.all(streams.map((stream) => new Promise((closed) => stream.once('close', closed)))).then(
    () => 'read' as const,
  );
  const end = await exited;
  let left = GRACE_PARTS;
  for (let parts = 0; left > 0; parts += 1) {
    const part = new AbortController();
    const pausing = pause(GRACE_MS / GRACE_PARTS, 'paused' as const, { signal: part.signal }).catch(() => 'paused');
    const came = await Promise.race([allRead, pausing]);
    part.abort();
    if (came === 'read') break;
    if (parts >= MORE_PARTS || !isOnItsWay()) left -= 1;
  }
  return end;
}
