import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { endMarked, type LaunchMark, marked, markLaunch } from './launch-mark.ts';

/** A shell that becomes itself again and again, so that it is in the middle of execve(2) for much of its life; then it waits. */
const BECOMES_ITSELF = 'n=$1; [ "$n" = 0 ] && exec cat; exec sh -c "$0" "$0" $((n - 1))';

/** One that begins another and ends, again and again: of what a list of processes tells, little lives on when it is looked at. */
const BEGINS_ANOTHER = 'n=$1; [ "$n" = 0 ] && exec cat; { sh -c "$0" "$0" $((n - 1)) <&3 3<&3 & } 3<&0';

const TIMES = 1000;
const SHELLS = 6;
const LOOKS = 40;

async function startShells(script: string): Promise<LaunchMark & { readonly shells: readonly ChildProcess[] }> {
  const { env, ...launch } = markLaunch(process.env);
  const shells = Array.from({ length: SHELLS }, () =>
    spawn('sh', ['-c', script, script, String(TIMES)], { env, stdio: ['pipe', 'ignore', 'ignore'] }),
  );
  onTestFinished(() => {
    for (const shell of shells) {
      shell.kill('SIGKILL');
      shell.stdin?.destroy();
    }
  });
  await Promise.all(shells.map((shell) => once(shell, 'spawn')));
  return { ...launch, shells };
}

test.runIf(process.platform === 'linux')(
  'processes are found, and ended, while they are becoming other programs',
  async () => {
    const { mark, shells } = await startShells(BECOMES_ITSELF);

    const looks = Array.from({ length: LOOKS }, () => marked(mark).length);
    expect(looks.filter((found) => found !== SHELLS)).toEqual([]);

    endMarked(mark);
    const ends = await Promise.all(shells.map((shell) => once(shell, 'exit')));
    expect(ends.map(([, signal]) => signal)).toEqual(shells.map(() => 'SIGKILL'));
  },
);

test.runIf(process.platform === 'linux')(
  'processes are found, and ended, while each begins the next one and ends',
  async () => {
    const { mark, since } = await startShells(BEGINS_ANOTHER);

    const looks = Array.from({ length: LOOKS }, () => marked(mark, since).length);
    expect(looks.filter((found) => found < SHELLS)).toEqual([]);

    endMarked(mark, since);
    expect(marked(mark, since)).toEqual([]);
  },
);
