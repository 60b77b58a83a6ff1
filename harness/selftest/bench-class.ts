import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gradesIn, handIn, thirty } from './class.ts';
import { bin } from './places.ts';

/**
 * `npm run bench:class`: grades the class of thirty in one command, in sandboxes, and tells how long that took. It is done
 * twice: ends with 1 where a grade differs, or one is missing.
 */
const folder = mkdtempSync(join(tmpdir(), 'sockspec class-'));
try {
  handIn(folder, thirty);
  const [first, second] = [grade(), grade()];
  const unlike = [...first].filter(([name, got]) => second.get(name) !== got);
  for (const [name, got] of first) console.log(`${name.padEnd(6)} ${got.split(' ').slice(0, 3).join(' ')}`);
  for (const [name, got] of unlike) console.log(`${name} has another grade: ${got}; then ${second.get(name)}`);
  if (first.size !== thirty.length || unlike.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Grades the class once. Says how long it took, and the processor time of all that was started (`times` of a shell). */
function grade(): ReadonlyMap<string, string> {
  const began = performance.now();
  const words = [process.execPath, bin, 'run', '--profile', 'class.profile.yaml', '--quiet'];
  const { status, stderr } = spawnSync('sh', ['-c', '"$@"; status=$?; times >&2; exit $status', 'sh', ...words], {
    ...{ cwd: folder, encoding: 'utf8' },
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const [user, system] = stderr.trimEnd().split('\n').at(-1)?.split(' ') ?? [];
  console.log(`status ${status} after ${seconds} s; processor: ${user} in programs, ${system} in the kernel`);
  return gradesIn(readFileSync(join(folder, 'grades.csv'), 'utf8'));
}
