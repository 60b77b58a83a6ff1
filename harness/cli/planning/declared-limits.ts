import type { Limits } from '../../contracts/profile.ts';
import type { RunFlags } from '../commands/run-flags.ts';
import { integerValue, MILLISECONDS } from './flag-values.ts';

/** The times after which a program gives up, in milliseconds. Its author alone knows them, so that flags may declare them, too. */
const declared = {
  'connect-timeout': 'connectTimeoutMs',
  'stall-timeout': 'stallMs',
  'idle-timeout': 'idleMs',
} as const satisfies Readonly<Record<string, keyof Limits>>;

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
