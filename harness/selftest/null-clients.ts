import { join } from 'node:path';
import type { Limits } from '../contracts/profile.ts';
import { programsFolder } from './places.ts';
import { type Subject, subjectName } from './subject.ts';

/** Short limits: every wait for such a client is in vain. */
const limits: Limits = {
  ...{ replyMs: 500, closeMs: 500, launchMs: 1500, caseMs: 6000 },
  ...{ connectTimeoutMs: 500, stallMs: 500, resolveMs: 1000 },
};

/** What a program does in place of connecting. */
const strangers = [
  'exits-0',
  'exits-1',
  'says-error',
  'misspells',
  'sleeps',
  'crashes',
  'floods',
  'leaves-child',
  'ignores-sigterm',
  'closes-output',
];

const protocols = ['fortune/client', 'upload/client', 'lines/client', 'record/client'];

const ways: ReadonlyArray<readonly [way: string, suites: readonly string[]]> = [
  ...strangers.map((way) => [way, [...protocols, 'connect/client']] as const),
  // To `connect/client` these are clients like any other.
  ['connects-only', ['upload/client', 'lines/client', 'record/client']],
  ['sends-garbage', ['upload/client', 'lines/client', 'record/client']],
  ['connects-and-floods', ['upload/client', 'lines/client', 'record/client']],
];

/** What those break that connect. */
const broken: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'connects-only': { 'upload/client': ['header-is-well-formed', 'closes-after-contents'] },
  'connects-and-floods': {
    'upload/client': [
      'header-is-well-formed',
      'closes-after-contents',
      'name-within-limit',
      'refuses-4-gib',
      'missing-file',
    ],
    'lines/client': ['lines-are-terminated', 'closes-at-end'],
    'record/client': ['size-matches-data', 'closes-at-end'],
  },
  'sends-garbage': {
    'upload/client': ['header-is-well-formed', 'name-within-limit', 'refuses-4-gib', 'missing-file'],
    'lines/client': ['lines-are-terminated'],
    'record/client': ['size-matches-data'],
  },
};

/** Programs that are no clients of their suite: nothing that they do is a pass. */
export const nullClientSubjects: readonly Subject[] = ways.flatMap(([way, suites]) =>
  suites.map((suite) => ({
    name: subjectName('null', suite, way),
    kind: 'null' as const,
    target: {
      suite,
      exec: `python3 -S '${join(programsFolder, 'null_client.py')}' ${way} {host} {port}`,
      limits,
    },
    needs: ['python3'],
    breaks: broken[way]?.[suite] ?? [],
    mayRedden: {},
    expects: { passes: [] },
  })),
);
