import { spawnSync } from 'node:child_process';
import { python27 } from './pythons.ts';

/** Why no CI can be asked for Python 2.7. */
const NO_PACKAGE = 'which no distribution packages any more';

/** What is said where a tool is missing; undefined where it is there. */
export function missing(tool: string): string | undefined {
  if (tool === 'python2.7') return python27 === undefined ? `needs python2.7, ${NO_PACKAGE}` : undefined;
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined ? undefined : `needs ${tool}`;
}

/** Whether a tool may be missing in CI, too. */
export function mayBeMissing(tool: string): boolean {
  return tool === 'python2.7';
}
