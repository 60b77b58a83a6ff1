import { join } from 'node:path';
import type { Limits } from '../contracts/profile.ts';
import { fixture, lawRows } from './described.ts';
import { programsFolder } from './places.ts';
import { isOfShare, turnOfRun } from './sample.ts';
import { type Subject, subjectName } from './subject.ts';

/** Programs that do not speak a described protocol. */

/** Short limits: nearly every wait for what does not speak the protocol is in vain. */
const inVain: Limits = {
  ...{ replyMs: 500, closeMs: 500, recoveryMs: 500, caseMs: 4000, launchMs: 1500 },
  ...{ connectTimeoutMs: 500, stallMs: 500, idleMs: 1000, messageMs: 1000 },
};

/** What answers its first client rightly, and others with garbage. */
const ONCE = 'right once';

/** What does not speak the protocol of a suite, and its command. What a server of kv echoes is a right reply, so others echo memcached. */
const strangers: ReadonlyArray<readonly [suite: string, name: string, exec: string]> = [
  ...['silent', 'closes', 'babbles', 'drips', 'http'].map(
    (way) => ['kv/server', way, `python3 -S '${join(programsFolder, 'null_server.py')}' ${way} {host} {port}`] as const,
  ),
  ['memcached/server', 'echoes', `python3 -S '${join(programsFolder, 'null_server.py')}' echoes {host} {port}`],
  ['kv24/server', 'speaks kv', `python3 -S ${fixture('kv_server.py')} {host} {port}`],
  ['kv/server', ONCE, `python3 -S ${fixture('kv_server_mistakes.py')} {host} {port} garbles`],
  ['kv/client', 'true', 'true'],
  ['kv/client', 'false', 'false'],
  ['kv/client', 'sleeps', 'sleep 60'],
];

/** A port has nothing to do with what is said there: what serves its first client may pass these. */
const aboutPorts = ['reports-port-in-use', 'restarts-on-its-port'];

/** The laws that do not judge such a program in a turn: each is of one turn, but for those that it may pass. */
export function skippedOf(suite: string, name: string, turn: number): readonly string[] {
  const isJudged = (row: string): boolean =>
    (name === ONCE && aboutPorts.includes(row)) || isOfShare(`${suite} ${name} ${row}`, turn);
  return (lawRows.get(suite) ?? []).filter((row) => !isJudged(row)).map((row) => `${suite}/${row}`);
}

/** Each of them, by every law over all turns: none passes any that it has not earned. */
export const nulls: readonly Subject[] = strangers.map(([suite, name, exec]) => ({
  name: subjectName('null', suite, name),
  needs: exec.startsWith('python3') ? ['python3'] : [],
  kind: 'null',
  breaks: [],
  mayRedden: {},
  expects: { anyRed: true, passes: name === ONCE ? aboutPorts : [] },
  target: { suite, exec, limits: inVain, skip: [...skippedOf(suite, name, turnOfRun())] },
}));
