import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A compiled module of the harness, for an import statement in a script: `endpoints/index.js`. */
export function compiled(module: string): string {
  return JSON.stringify(new URL(`../../dist/harness/${module}`, import.meta.url).href);
}

/**
 * Runs a script in a process of its own, where nothing is listened to or open but what it does itself, and returns the JSON
 * that it prints. Throws with what it says where it fails, or takes longer than 30 s.
 */
export function inOwnProcess(script: string): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    ...{ encoding: 'utf8', timeout: 30_000 },
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  if (status !== 0 || stderr !== '')
    throw new Error(`expected a script that ends well, found status ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
