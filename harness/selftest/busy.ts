import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** Loops that compete with a run for every processor. */
const LOOPS = 4;

/** A loop ends by itself after this long (ms), should nobody end it. */
const LONGEST_MS = 3_600_000;

/** Does some work beside busy loops, which are ended with it; their priority is that of the runs that they compete with. */
export async function besideBusyLoops<Value>(work: () => Promise<Value>): Promise<Value> {
  const script = `const end = Date.now() + ${LONGEST_MS}; while (Date.now() < end);`;
  const loops = Array.from({ length: LOOPS }, () => spawn(process.execPath, ['-e', script], { stdio: 'ignore' }));
  for (const { pid } of loops) if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  try {
    return await work();
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
}
