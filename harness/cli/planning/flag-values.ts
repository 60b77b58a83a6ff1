import { isGroup } from '../../addresses/ipv4.ts';
import { UsageError } from '../../contracts/errors.ts';

/** A value as the parser gives it: a list where the flag was given several times. */
export type FlagValue = string | readonly string[] | undefined;

/** What the parser made of a flag that takes texts. */
export function flagValue(value: unknown): FlagValue {
  if (Array.isArray(value)) return value.map(String);
  return value === undefined ? undefined : String(value);
}

/** The value of a flag that may be given once; the parser makes a list of one that was given several times. */
export function singleValue(flag: string, value: FlagValue): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new UsageError(`expected ${flag} once, found it ${value.length} times: ${value.join(', ')}`);
}

/** The values of a flag that may be given several times. */
export function severalValues(value: FlagValue): string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : [...value];
}

/** Characters of what a report tells in the user's own words, as in a profile. */
const TOLD_LENGTH = 200;

/** The value of a flag that reports tell: a name, a version. Throws a UsageError for one that is empty, or too long. */
export function toldValue(flag: string, value: FlagValue): string | undefined {
  const told = singleValue(flag, value);
  if (told === undefined || (told !== '' && told.length <= TOLD_LENGTH)) return told;
  throw new UsageError(`${flag}: expected 1 to ${TOLD_LENGTH} characters, found ${told.length}`);
}

/** The value of a flag that is an integer within limits; undefined where it was not given. */
export function integerValue(
  flag: string,
  value: FlagValue,
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

/** A multicast group that a flag or a key names. Throws a UsageError for an address that is none. */
export function groupValue(flag: string, text: string | undefined, where = ''): string | undefined {
  if (text === undefined || isGroup(text)) return text;
  throw new UsageError(
    `${where === '' ? '' : `${where}: `}expected ${flag} to be from 224.0.0.0 to 239.255.255.255, found ${JSON.stringify(text)}`,
  );
}

/** Limits of a flag that is a time in milliseconds: up to an hour. */
export const MILLISECONDS = [1, 3_600_000] as const;
