import { KindGuard, type TSchema } from '@sinclair/typebox';
import { Errors, type ValueError, ValueErrorType } from '@sinclair/typebox/errors';
import { didYouMean } from './nearest.ts';
import { quoted } from './visible.ts';

/** Where a value departs from its schema, in words for the person who wrote the value. */
export interface Problem {
  /** Keys and indexes down to the place, e.g. `targets[0].limits.replyMs`; empty for the document itself. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** The first place where a value departs from its schema; undefined where it does not. */
export function firstProblem(schema: TSchema, value: unknown): Problem | undefined {
  const error = foremost(Errors(schema, value));
  return error === undefined ? undefined : problemOf(error);
}

/** A problem as one line. */
export function problemText({ path, expected, found }: Problem): string {
  return `${path === '' ? 'the document' : path}: expected ${expected}, found ${found}`;
}

/** A misspelt key is also a missing one: the key that is there but unknown tells more. */
function foremost(errors: Iterable<ValueError>): ValueError | undefined {
  let first: ValueError | undefined;
  for (const error of errors) {
    if (error.type === ValueErrorType.ObjectAdditionalProperties) return error;
    first ??= error;
    if (error.type !== ValueErrorType.ObjectRequiredProperty) break;
  }
  return first;
}

function problemOf(error: ValueError): Problem {
  const keys = error.path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = quoted(keys.at(-1) ?? '');
  if (error.type === ValueErrorType.ObjectRequiredProperty) {
    return { path: pathText(keys.slice(0, -1)), expected: `the key ${last}`, found: 'an object without it' };
  }
  if (error.type === ValueErrorType.ObjectAdditionalProperties) {
    const known = KindGuard.IsObject(error.schema) ? Object.keys(error.schema.properties) : [];
    return {
      path: pathText(keys.slice(0, -1)),
      expected: known.length === 0 ? 'no keys' : `no other keys than ${known.join(', ')}`,
      found: `${last}${didYouMean(keys.at(-1) ?? '', known)}`,
    };
  }
  return { path: pathText(keys), expected: expectation(error.schema), found: foundText(error.value) };
}

function pathText(keys: readonly string[]): string {
  return keys
    .map((key, index) => {
      if (/^\d+$/.test(key)) return `[${key}]`;
      if (!/^[\w$-]+$/.test(key)) return `[${quoted(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

function expectation(schema: TSchema): string {
  const what = kindText(schema);
  return schema.description === undefined ? what : `${what} (${schema.description})`;
}

function kindText(schema: TSchema): string {
  if (KindGuard.IsUnion(schema)) return unionText(schema.anyOf);
  if (KindGuard.IsLiteral(schema)) return JSON.stringify(schema.const);
  if (KindGuard.IsBoolean(schema)) return 'true or false';
  if (KindGuard.IsInteger(schema)) return `an integer${rangeText(schema.minimum, schema.maximum)}`;
  if (KindGuard.IsNumber(schema)) return `a number${rangeText(schema.minimum, schema.maximum)}`;
  if (KindGuard.IsArray(schema)) return `an array${sizeText(schema.minItems, schema.maxItems, 'item')}`;
  if (KindGuard.IsObject(schema) || KindGuard.IsRecord(schema)) return 'an object';
  if (KindGuard.IsString(schema)) {
    const size = sizeText(schema.minLength, schema.maxLength, 'character');
    return `a string${size}${schema.pattern === undefined ? '' : ` that matches ${schema.pattern}`}`;
  }
  return 'another value';
}

function unionText(variants: readonly TSchema[]): string {
  const words = variants.map(kindText);
  return words.length === 1 ? words.join('') : `one of ${words.join(', ')}`;
}

function rangeText(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
}

function sizeText(minimum: number | undefined, maximum: number | undefined, unit: string): string {
  const range = rangeText(minimum, maximum);
  const last = maximum ?? minimum;
  return range === '' ? '' : `${range.replace(' from ', ' of ')} ${unit}${last === 1 ? '' : 's'}`;
}

/** Longer strings are cut here: the message stays one line. */
const FOUND_CHARACTERS = 60;

function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length} item${value.length === 1 ? '' : 's'}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const cut = value.length > FOUND_CHARACTERS ? `… (${value.length} characters)` : '';
  return `${quoted(value.slice(0, FOUND_CHARACTERS))}${cut}`;
}
