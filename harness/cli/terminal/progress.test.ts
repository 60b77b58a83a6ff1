import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writingTo } from './print.ts';
import { openProgress } from './progress.ts';

/** How a run without a terminal tells that it goes on. */

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function lines(flags: { readonly quiet: boolean; readonly ms: number }): readonly string[] {
  const said: string[] = [];
  writingTo({ out: (text) => said.push(`out: ${text}`), err: (text) => said.push(text) }, () => {
    const progress = openProgress({ verbose: false, quiet: flags.quiet });
    progress.started('lines/server/one', 'mine');
    vi.advanceTimersByTime(flags.ms);
    progress.done();
    vi.advanceTimersByTime(60_000);
  });
  return said;
}

test.runIf(!process.stderr.isTTY)('a long run says so every 10 s, and nothing once it is over', () => {
  const line = 'sockspec: 0 cases, 0 failed  lines/server/one\n';

  expect(lines({ quiet: false, ms: 25_000 })).toEqual([line, line]);
});

test.runIf(!process.stderr.isTTY)('a short run says nothing, and a quiet one neither', () => {
  expect(lines({ quiet: false, ms: 9_000 })).toEqual([]);
  expect(lines({ quiet: true, ms: 25_000 })).toEqual([]);
});
