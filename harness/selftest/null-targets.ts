import { join } from 'node:path';
import type { Limits, ProfileTarget } from '../contracts/profile.ts';
import { programsFolder } from './places.ts';
import { type Subject, subjectName } from './subject.ts';

/** Something that cannot do the plain exchange of a suite. */
interface NullTarget {
  /** What it does instead, as its program calls it. */
  readonly name: string;
  /** Its command behind `python3`, and what its profile declares beside it. */
  readonly words: string;
  readonly declares?: Partial<ProfileTarget>;
  readonly suites: readonly string[];
  /** It serves its first client as it should: what that one is shown, or what is stored of it, is a pass of its own. */
  readonly servesFirst?: true;
}

const serverSuites = ['fortune/server', 'upload/server', 'lines/server', 'record/server'] as const;

/** Short limits: nearly every wait for such a server is in vain. */
const limits: Limits = {
  ...{ replyMs: 500, closeMs: 500, recoveryMs: 500, storageMs: 500, caseMs: 4000, launchMs: 3000 },
};

/** What a server does in place of serving. */
const ways = [
  'refuses',
  'resets',
  'closes',
  'silent',
  'discards',
  'echoes',
  'babbles',
  'drips',
  'http',
  'tls',
  'mail',
  'dies',
];

const server = (name: string): NullTarget => ({
  name,
  words: `'${join(programsFolder, 'null_server.py')}' ${name} {host} {port}`,
  declares: { limits, ...(name === 'refuses' ? { limits: { ...limits, launchMs: 500 } } : {}) },
  suites: serverSuites,
});

/** All of them: one row a kind. */
const nullTargets: readonly NullTarget[] = [...ways.map(server), { ...server('garbles'), servesFirst: true }];

/** What one that serves its first client may pass. Whether it listens on its port again has nothing to do with what it says there. */
const servedFirst = { passesBy: ['output', 'storage'], mayPass: ['restarts-on-its-port'] } as const;

/** Each of them by each of its suites: nothing that they pass is earned, and none is conformant. */
export const nullSubjects: readonly Subject[] = nullTargets.flatMap(({ name, words, declares, suites, servesFirst }) =>
  suites.map((suite) => ({
    name: subjectName('null', suite, name),
    kind: 'null' as const,
    target: { suite, exec: `python3 -S ${words}`, ...declares },
    needs: ['python3'],
    breaks: [],
    mayRedden: {},
    expects: {
      anyRed: true,
      ...(servesFirst === true ? servedFirst : { passes: [] }),
    },
  })),
);
