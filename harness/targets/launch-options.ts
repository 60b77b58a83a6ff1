import { resolve } from 'node:path';
import type { LaunchOptions } from '../processes/launch.ts';
import type { ExecMeans } from './exec-plan.ts';

/** How a program of these means is launched; in a sandbox it may write to these folders alone. */
export function launchOptions({ env, tty, cwd, sandbox }: ExecMeans, writable: readonly string[]): LaunchOptions {
  const places =
    sandbox === undefined ? {} : { sandbox: { own: sandbox, writable: writable.map((path) => resolve(path)) } };
  return { env, tty, ...(cwd === undefined ? {} : { cwd }), ...places };
}
