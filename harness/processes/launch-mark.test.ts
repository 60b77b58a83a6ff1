import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { endMarked, marked, markLaunch } from './launch-mark.ts';

/** A shell that becomes itself again and again, so that it is in the middle of execve(2) for much of its life; then it waits. */
const BECOMES_ITSELF = 'n=$1; [ "$n" = 0 ] && exec cat; exec sh -c "$0" "$0" $((n - 1))';
const TIMES = 1000;
const SHELLS = 20;
const LOOKS = 60;

test.runIf(process.platform === 'linux')(
  'processes are found, and ended, while they are becoming other programs',
  async () => {
    const { mark, env } = markLaunch(process.env);
    const shells = Array.from({ length: SHELLS }, () =>
      spawn('sh', ['-c', BECOMES_ITSELF, BECOMES_ITSELF, String(TIMES)], {
        ...{ env, stdio: ['pipe', 'ignore', 'ignore'] },
      }),
    );
    onTestFinished(() => {
      for (const shell of shells) shell.kill('SIGKILL');
    });
    await Promise.all(shells.map((shell) => once(shell, 'spawn')));

    const looks = Array.from({ length: LOOKS }, () => marked(mark).length);
    expect(looks.filter((found) => found !== SHELLS)).toEqual([]);

    endMarked(mark);
    const ends = await Promise.all(shells.map((shell) => once(shell, 'exit')));
    expect(ends.map(([, signal]) => signal)).toEqual(shells.map(() => 'SIGKILL'));
  },
);
