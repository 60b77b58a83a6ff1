import { UsageError } from '../contracts/errors.ts';

/** The value of a flag that may be given once; the parser makes a list of one that was given several times. */
export function singleValue(flag: string, value: string | readonly string[] | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new UsageError(`expected ${flag} once, found it ${value.length} times: ${value.join(', ')}`);
}

/** The value of a flag that is an integer within limits; undefined where it was not given. */
export function integerValue(
  flag: string,
  value: string | readonly string[] | undefined,
  [minimum, maximum]: readonly [minimum: number, maximum: number],
): number | undefined {
  const text = singleValue(flag, value);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `expected ${flag} to be an integer from ${minimum} to ${maximum}, found ${JSON.stringify(text)}`,
  );
}

/** Limits of a flag that is a time in milliseconds: up to an hour. */
export const MILLISECONDS = [1, 3_600_000] as const;
