import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

/**
 * Puts the interpreter itself first on the path, for the whole of the tests. `python3` may be a version manager's
 * launcher, which costs ten times the start of the interpreter; the tests start hundreds, dozens at a time.
 */
export function setup(): void {
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  const interpreter = stdout?.trim() ?? '';
  if (interpreter !== '') process.env.PATH = [dirname(interpreter), process.env.PATH].join(delimiter);
}
