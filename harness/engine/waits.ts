import { setTimeout as pause } from 'node:timers/promises';
import { POLL_MS } from './limits.ts';

export { pause };

/** The value of a promise, or undefined when `ms` are over first. The promise itself goes on. */
export async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  const limit = new AbortController();
  try {
    const over = pause(Math.max(0, ms), undefined, { signal: limit.signal }).catch(() => undefined);
    return await Promise.race([promise, over]);
  } finally {
    limit.abort();
  }
}

/** Looks at a fact until `holds` is content with it or `ms` are over; resolves to the last look either way. */
export async function lookUntil<Fact>(
  ms: number,
  look: () => Promise<Fact>,
  holds: (fact: Fact) => boolean,
): Promise<Fact> {
  const deadline = performance.now() + ms;
  for (;;) {
    const fact = await look();
    if (holds(fact) || performance.now() >= deadline) return fact;
    await pause(POLL_MS);
  }
}
