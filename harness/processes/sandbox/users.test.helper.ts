import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { TestContext } from 'vitest';
import { whyNotEnclosed } from './enclosure.ts';

/** Somebody who runs a test. */
export interface User {
  readonly name: string;
  readonly isRoot: boolean;
  /** The words before a command that run it as this user. */
  readonly words: readonly string[];
}

/** Root tries both itself and somebody without rights; an ordinary user is what it is. */
const isRoot = process.getuid?.() === 0;
const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];

/** A user without rights. */
export const ordinary: User = { name: 'an ordinary user', isRoot: false, words: isRoot ? nobody : [] };

/** All users as whom this process can try something. */
export const users: readonly User[] = [...(isRoot ? [{ name: 'root', isRoot, words: [] }] : []), ordinary];

/** Skips a test where a sandbox cannot be made, which fails in CI; and where the checkout is closed to a user, which is its owner's choice. */
export function needsSandbox(context: TestContext, file: string, user: User = ordinary): void {
  const problem = whyNotEnclosed() ?? (existsSync('/usr/bin/python3') ? undefined : 'needs /usr/bin/python3');
  if (problem !== undefined && process.env.CI !== undefined) throw new Error(problem);
  if (problem !== undefined) context.skip(problem);
  const [program = 'test', ...words] = [...user.words, 'test', '-r', file];
  if (spawnSync(program, words).status !== 0) context.skip(`needs a checkout that others than root may read: ${file}`);
}
