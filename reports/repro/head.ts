import type { CaseResult, RunTarget } from '../../harness/contracts/run.ts';
import { MARK } from './mark.ts';
import { pythonComment } from './python.ts';

/** What a script is told of the case that it is made of. */
export interface Told {
  readonly result: CaseResult;
  readonly target: RunTarget;
  readonly version: string;
  /** How the script is started, and what is to be known of it, one sentence a line. */
  readonly usage: readonly string[];
}

/**
 * The comment at the head of a script, and its imports. Foreign text stands behind the second line: in the first two Python
 * reads the encoding of the file out of comments.
 */
export function scriptHead({ result, target, version, usage }: Told, modules: readonly string[]): string {
  const { id, level, text, source, expected, seen, reason, mend, reproduce } = result;
  const about = [
    MARK,
    'It needs Python 3.6 or later, and nothing else.',
    '',
    `case: ${id}`,
    `program: ${target.name}`,
    `requirement: ${level}: ${text} (${source})`,
    ...(expected === undefined ? [`reason: ${reason}`] : [`expected: ${expected}`, `sockspec saw: ${seen ?? ''}`]),
    ...(mend === undefined ? [] : [`usual mend: ${mend}`]),
    `made by: sockspec ${version}; the same case again: ${reproduce}`,
    '',
    ...usage,
  ];
  return [
    '#!/usr/bin/env python3',
    ...about.map(pythonComment),
    '',
    ...modules.map((name) => `import ${name}`),
    '',
  ].join('\n');
}

/** What a person compares where a script does not decide, and reads beside its verdict where it does. */
export function toldLines({ expected, seen, reason, text }: CaseResult): readonly string[] {
  return [
    `Requirement: ${text}`,
    ...(expected === undefined
      ? [`sockspec said: ${reason}`]
      : [`Expected: ${expected}`, `sockspec saw: ${seen ?? ''}`]),
  ];
}
