import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorText } from '../contracts/errors.ts';
import type { Requirement } from '../contracts/requirement.ts';
import { SuiteFailed } from '../engine/finding.ts';
import { judge } from '../engine/judge.ts';

/** The top of what is compiled: stack frames below it are those of sockspec. */
const own = new URL('../..', import.meta.url).href;

/** The same work. Where it throws what is no verdict, the error says that the suite failed, and in which line. */
export function toldApart<Parts extends readonly unknown[], Value>(
  work: (...parts: Parts) => Promise<Value>,
): (...parts: Parts) => Promise<Value> {
  return async (...parts) => {
    try {
      return await work(...parts);
    } catch (error) {
      const place = judge(error, anyRequirement).verdict === 'error' ? placeOf(error) : undefined;
      throw place === undefined ? error : new SuiteFailed(`${errorText(error)} (${place})`, { cause: error });
    }
  };
}

/** `file.mjs:12`, the innermost place of an error that is not in sockspec itself; undefined where there is none. */
export function placeOf(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const [, url = '', line = ''] of stack.matchAll(/(file:\/\/[^\s?]+?)(?:\?[^\s:]*)?:(\d+)(?::\d+)?\)?$/gm))
    if (!url.startsWith(own) && !RUNNER.test(url)) return `${basename(fileURLToPath(url))}:${line}`;
  return undefined;
}

/** What runs the cases is no part of a suite. */
const RUNNER = /\/node_modules\/@?vitest\//;

/** What is judged by none: whether an error is a verdict does not depend on the requirement. */
const anyRequirement: Requirement = {
  ...{ id: 'any/server/row', level: 'MUST', source: '', text: '', seen: ['wire'] },
  ...{ provoked: '', failure: '', mend: '' },
};
