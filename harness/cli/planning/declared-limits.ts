import type { Limits } from '../../contracts/profile.ts';
import type { RunFlags } from '../commands/run-flags.ts';
import { integerValue, MILLISECONDS } from './flag-values.ts';

/** The limits that flags can say, in milliseconds: that of a case, and the times after which a program gives up, which its author alone knows. */
const declared = {
  timeout: 'caseMs',
  'connect-timeout': 'connectTimeoutMs',
  'stall-timeout': 'stallMs',
  'idle-timeout': 'idleMs',
} as const satisfies Readonly<Record<string, keyof Limits>>;

/** The keys of these limits. */
export const saidLimits: readonly string[] = Object.values(declared);

/** What flags say of the limits of every target, `--timeout` among it. Throws a UsageError for what is no time. */
export function limitsOf({ timeout, connectTimeout, stallTimeout, idleTimeout }: RunFlags): Limits {
  const caseMs = integerValue('--timeout', timeout, MILLISECONDS);
  const connectTimeoutMs = integerValue('--connect-timeout', connectTimeout, MILLISECONDS);
  const stallMs = integerValue('--stall-timeout', stallTimeout, MILLISECONDS);
  const idleMs = integerValue('--idle-timeout', idleTimeout, MILLISECONDS);
  return {
    ...(caseMs === undefined ? {} : { caseMs }),
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
    ...(stallMs === undefined ? {} : { stallMs }),
    ...(idleMs === undefined ? {} : { idleMs }),
  };
}

/** The words that declare the same again. */
export function limitWords(limits: Limits): readonly string[] {
  return Object.entries(declared).flatMap(([flag, key]) => {
    const ms = limits[key];
    return ms === undefined ? [] : [`--${flag} ${ms}`];
  });
}
