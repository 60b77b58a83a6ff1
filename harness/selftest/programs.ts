import { join } from 'node:path';
import { suiteAt } from '../../suites/index.ts';
import type { Limits, ProfileTarget } from '../contracts/profile.ts';
import { type Judged, readCaptions } from './captions.ts';
import { phrasesFile } from './phrases.ts';
import { programsFolder } from './places.ts';
import { type Subject, subjectName } from './subject.ts';

/** What programs of each suite are told, behind their own name. */
const words: Readonly<Record<string, string>> = {
  'fortune/server': '{host} {port} PHRASES',
  'fortune/client': '{host} {port}',
  'upload/server': '{host} {port} {dir}',
  'upload/client': '{host} {port} {file}',
  'lines/server': '{host} {port}',
  'lines/client': '{host} {port}',
  'record/server': '{host} {port}',
  'record/client': '{host} {port}',
  'connect/client': '{host} {port}',
  'multicast/receiver': '{group} {port} {address}',
  'multicast/sender': '{group} {port} {address} 1',
  'broadcast/receiver': '{port}',
  'broadcast/sender': '{destination} {port} {address} 1',
};

/** Python starts slower than a test server answers; the rest of these limits are short, since wedged servers cost them. */
const limits: Limits = { replyMs: 1000, recoveryMs: 1000, storageMs: 1000, closeMs: 1000 };

/** The careful clients give up after 5 s. */
const clientLimits: Limits = { closeMs: 3000, connectTimeoutMs: 5000, resolveMs: 15_000 };

/** Of the others only those of fortune give up on a server that stalls. */
const stallMs: Readonly<Record<string, number>> = { 'fortune/client': 5000 };

/** The senders are told an interval of a second: each is watched for eleven of them. */
const senderLimits: Limits = { ...limits, intervalMs: 1000 };

/** The programs use the standard library alone: without what sites add Python is there in half the time. */
const QUICKLY = '-S';

/** Every program of `fixtures/programs`, as often as its captions say. */
export const programSubjects: readonly Subject[] = Object.entries(readCaptions()).flatMap(([file, { judged }]) =>
  judged.map((one) => programSubject(file, one, 'python3')),
);

/** One way in which a program is judged, under an interpreter: its name, and where that is not on the path, its file. */
export function programSubject(file: string, judged: Judged, python: string, interpreter = python): Subject {
  const { suite, as, breaks, mayRedden = {}, unjudged, passes, redSays, inconclusiveSays, noteSays, reasons } = judged;
  return {
    name: subjectName('program', suite, [python === 'python3' ? '' : python, file, as ?? ''].join(' ').trim()),
    kind: 'program',
    target: { suite, exec: programCommand(file, judged, `${interpreter} ${QUICKLY}`), ...programDeclares(judged) },
    needs: judged.tty === true ? [python, 'socat'] : [python],
    breaks: Object.keys(breaks),
    mayRedden,
    expects: {
      ...(unjudged === undefined ? {} : { unjudged }),
      ...(passes === undefined ? {} : { passes }),
      ...(redSays === undefined ? {} : { redSays: new RegExp(redSays) }),
      ...(inconclusiveSays === undefined ? {} : { inconclusiveSays: new RegExp(inconclusiveSays) }),
      ...(noteSays === undefined ? {} : { noteSays: new RegExp(noteSays) }),
      ...(reasons === undefined ? {} : { reasons }),
    },
  };
}

/** The command that launches a program for a suite, by an interpreter. */
function programCommand(file: string, { suite, words: own, phrases = 'short' }: Judged, python: string): string {
  const told = (own ?? words[suite] ?? '')
    .replaceAll('PHRASES', `'${phrasesFile(phrases)}'`)
    .replaceAll('PROGRAMS', programsFolder);
  return `${python} '${join(programsFolder, file)}' ${told}`;
}

function limitsOf(role: string): Limits {
  if (role === 'sender') return senderLimits;
  return role === 'client' ? clientLimits : limits;
}

/** What programs of a suite declare beside their command. */
function programDeclares({ suite, phrases = 'short', words: own, ...one }: Judged): Partial<ProfileTarget> {
  const { role, transport } = suiteAt(suite);
  const known = suite === 'fortune/server' && (own ?? words[suite] ?? '').includes('PHRASES');
  return {
    limits: { ...limitsOf(role), ...stallOf(suite), ...one.limits },
    ...(transport === 'tcp' ? {} : { interface: '127.0.0.1' }),
    ...(known ? { phrases: phrasesFile(phrases) } : {}),
    ...(one.input === undefined ? {} : { input: one.input }),
    ...(one.tty === undefined ? {} : { tty: one.tty }),
    ...(one.show === undefined ? {} : { show: one.show }),
    ...(one.flushed === false ? { env: { PYTHONUNBUFFERED: '' } } : {}),
    capabilities: { largestFileMiB: 1, ...one.capabilities },
  };
}

function stallOf(suite: string): Limits {
  const declared = stallMs[suite];
  return declared === undefined ? {} : { stallMs: declared };
}
