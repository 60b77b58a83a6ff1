import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from '../contracts/run.ts';

/** More than a JSON report of all suites has. */
const REPORT_OCTETS = 64 * 1024 * 1024;

/** Nothing that npm does here takes longer, in milliseconds; without a network it would try for ten minutes. */
const LIMIT_MS = 240_000;

/** The package as it is published. */
export interface Packed {
  /** The name of its archive. */
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** What `npm pack` makes of this checkout, which was built before: with `--dry-run` in no file. */
export function packed(...flags: readonly string[]): Packed {
  const [made] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', ...flags], fileURLToPath(new URL('../..', import.meta.url))),
  );
  return made;
}

/** Packs and installs the package in an empty folder, without a checkout: `npx sockspec` runs there. */
export function installIn(dir: string): void {
  const { filename } = packed('--pack-destination', dir);
  npm(['init', '--yes'], dir);
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', join(dir, filename)], dir);
}

/** Runs npm in a folder, and returns what it prints. */
export function npm(words: readonly string[], cwd: string): string {
  return execFileSync('npm', words, {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
    maxBuffer: REPORT_OCTETS,
    timeout: LIMIT_MS,
  });
}

/**
 * The targets of a share of all cases that passed none. One has a single case in some shares, which looks at times: a machine that
 * is too busy to measure them says so, and that is no failure.
 */
export function passedNothing({ targets, cases }: Run): readonly string[] {
  const isFine = (name: string): boolean =>
    cases.some(({ target, verdict, reason }) => {
      return target === name && (verdict === 'pass' || reason.endsWith('this machine is too busy to measure'));
    });
  return targets.map(({ name }) => name).filter((name) => !isFine(name));
}
