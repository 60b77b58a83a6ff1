import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import type { Limits } from '../contracts/profile.ts';
import { type Judged, readCaptions } from './captions.ts';
import { programSubject } from './programs.ts';
import type { Subject } from './subject.ts';

/**
 * The careful programs under the Python of their time, 2.7, and its successor. Python 2 has no package in today's
 * distributions: where no python2.7 runs, by itself or through pyenv, these are not judged, in CI either.
 */

/**
 * The search path with the interpreter itself first. `python3` may be a version manager's launcher, which costs ten times
 * the start of the interpreter; a self test starts thousands, dozens at a time.
 */
export function searchPath(): string {
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  const interpreter = stdout?.trim() ?? '';
  const { PATH = '' } = process.env;
  return interpreter === '' ? PATH : [dirname(interpreter), PATH].join(delimiter);
}

/** The interpreter of Python 2.7, or undefined where there is none. */
export const python27: string | undefined = findPython27();

const limits: Limits = {
  ...{ replyMs: 1000, recoveryMs: 1000, storageMs: 1000, closeMs: 3000 },
  ...{ connectTimeoutMs: 5000, stallMs: 5000 },
};

const programs: readonly { readonly suite: string; readonly file: string; readonly python3: boolean }[] = [
  // Under Python 3 the captions have all of them judged; here those whose output must come in time.
  { suite: 'fortune/server', file: 'fortune_careful.py', python3: false },
  { suite: 'fortune/client', file: 'fortune_client_careful.py', python3: true },
  { suite: 'upload/server', file: 'upload_careful.py', python3: false },
  { suite: 'upload/client', file: 'upload_client_careful.py', python3: false },
  { suite: 'lines/server', file: 'lines_careful.py', python3: true },
  { suite: 'lines/client', file: 'lines_client_careful.py', python3: false },
  { suite: 'record/server', file: 'record_careful.py', python3: true },
  { suite: 'record/client', file: 'record_client_careful.py', python3: false },
  { suite: 'connect/client', file: 'connect_client_careful.py', python3: false },
  { suite: 'multicast/receiver', file: 'multicast_receiver_careful.py', python3: true },
  { suite: 'multicast/sender', file: 'multicast_sender_careful.py', python3: false },
  { suite: 'broadcast/receiver', file: 'broadcast_receiver_careful.py', python3: false },
  { suite: 'broadcast/sender', file: 'broadcast_sender_careful.py', python3: false },
];

/** Careful programs under both Pythons, in an environment that does not flush for them; what is never flushed under 2.7 too. */
export const pythonSubjects: readonly Subject[] = [
  ...programs.flatMap(({ suite, file, python3 }) => [
    programSubject(file, judgedBy(suite), 'python2.7', python27),
    ...(python3 ? [programSubject(file, { ...judgedBy(suite), as: 'unbuffered by itself' }, 'python3')] : []),
  ]),
  ...(readCaptions()['unflushed.py']?.judged ?? []).map((judged) =>
    programSubject('unflushed.py', judged, 'python2.7', python27),
  ),
];

function judgedBy(suite: string): Judged {
  return { suite, breaks: {}, flushed: false, limits };
}

function findPython27(): string | undefined {
  const versions = spawnSync('pyenv', ['versions', '--bare'], { encoding: 'utf8' }).stdout ?? '';
  const installed = versions.split('\n').filter((version) => /^2\.7\.\d+$/.test(version));
  for (const version of [undefined, ...installed]) {
    const env = { ...process.env, ...(version === undefined ? {} : { PYENV_VERSION: version }) };
    const asked = spawnSync('python2.7', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8', env });
    if (asked.status === 0) return asked.stdout.trim();
  }
  return undefined;
}
