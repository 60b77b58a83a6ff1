import { expect, test } from 'vitest';
import type { LaunchedProcess, ProcessEnd } from '../../contracts/process.ts';
import { endingText, endOnceAtRest } from './ending.ts';

const status7: ProcessEnd = { status: 7, signal: null };

/** A process that is looked at: what each look finds, in turn, the last for ever. */
function looked(busy: readonly (boolean | undefined)[], endsAtLook = Number.POSITIVE_INFINITY) {
  let looks = 0;
  const end = (): ProcessEnd | undefined => (looks >= endsAtLook ? status7 : undefined);
  return {
    isBusy: () => {
      looks += 1;
      return busy[Math.min(looks, busy.length) - 1];
    },
    end,
    ended: new Promise<ProcessEnd>((resolve) => {
      if (endsAtLook === 1) resolve(status7);
    }),
  } satisfies Pick<LaunchedProcess, 'isBusy' | 'end' | 'ended'>;
}

test.each([
  ['has ended before', looked([true], 0), status7],
  ['rests', looked([false]), undefined],
  ['runs for a while, and rests', looked([true, true, false]), undefined],
  ['runs for a while, and ends', looked([true, true, true], 3), status7],
  ['spins', looked([true]), undefined],
  ['ends where the system does not tell who rests', looked([undefined], 1), status7],
  ['goes on where the system does not tell', looked([undefined]), undefined],
])('a process that %s', async (_, process, end) => {
  expect(await endOnceAtRest(process)).toEqual(end);
});

test.each([
  [status7, '', 'with exit status 7; it printed nothing'],
  [{ status: null, signal: 'SIGSEGV' }, 'up\n', 'by signal SIGSEGV; its last line: "up"'],
  [
    { status: 1, signal: null },
    'Traceback (most recent call last):\nNameError: x\n',
    'with exit status 1, by an error that it did not handle; its last line: "NameError: x"',
  ],
])('the end %o in words', (end, printed, words) => {
  expect(endingText(end, printed)).toBe(`the IUT has ended ${words}`);
});
