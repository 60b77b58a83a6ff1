import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult, Run } from '../contracts/run.ts';

/** More than a JSON report of all suites has. */
const REPORT_OCTETS = 64 * 1024 * 1024;

/** Nothing that npm does here takes longer, in milliseconds. */
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

/**
 * Packs and installs the package in an empty folder, without a checkout: `npx sockspec` runs there. What npm's cache lacks is
 * asked for once, so that a machine without a network is told at once what that is.
 */
export function installIn(dir: string): void {
  const { filename } = packed('--pack-destination', dir);
  npm(['init', '--yes'], dir);
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=0', join(dir, filename)], dir);
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

/** How often a share is judged at most. */
const TRIES = 3;

/**
 * Judges a share of all cases until each target has passed some of them; returns those that have passed none. In some shares a
 * target has a single case, which looks at times: a machine that is too busy to measure them says so, and is asked again. Or
 * no case of it can pass here: those do not apply to it, or need frames.
 */
export async function passedNothing(judgeShare: () => Promise<Run>): Promise<readonly string[]> {
  const passed = new Set<string>();
  for (let tries = 1; ; tries += 1) {
    const { targets, cases } = await judgeShare();
    for (const { target, verdict } of cases) if (verdict === 'pass') passed.add(target);
    const canPass = ({ verdict, reason }: CaseResult): boolean =>
      verdict !== 'not-applicable' && !reason.endsWith('needs --capture');
    const asked = new Set(cases.filter(canPass).map(({ target }) => target));
    const left = targets.map(({ name }) => name).filter((name) => asked.has(name) && !passed.has(name));
    if (left.length === 0 || tries === TRIES) return left;
  }
}
