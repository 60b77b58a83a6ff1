import { suiteAt } from '../../suites/index.ts';
import type { ProfileTarget } from '../contracts/profile.ts';
import { bin } from './places.ts';
import { type Subject, subjectName } from './subject.ts';

/** A built-in endpoint as a program of its own. */
interface Launched {
  readonly suite: string;
  readonly words: string;
  readonly declares: Partial<ProfileTarget>;
  /** Rows that cannot be judged of it; each says why in its reason. */
  readonly unjudged: readonly string[];
}

const typed = { input: 'stdin' } as const;
const onLoopback = { interface: '127.0.0.1' };

/** Without a database, and with short phrases, these are not concluded. */
const phrasesUnknown = [
  'phrase-is-whole',
  'phrase-varies',
  'survives-client-leaving',
  'survives-client-reset',
  'survives-half-close',
  'survives-slow-reader',
  'survives-unsolicited-data',
];

/** Loopback is not divided into subnets. */
const subnetsUnknown = ['all-subnets-directed', 'net-directed'];

const endpoints: readonly Launched[] = [
  {
    ...{ suite: 'fortune/server', words: 'serve fortune --host {host} --port {port}' },
    ...{ declares: typed, unjudged: phrasesUnknown },
  },
  {
    ...{ suite: 'upload/server', words: 'serve upload --host {host} --port {port} --dir {dir} --idle 2000' },
    ...{ declares: typed, unjudged: [] },
  },
  {
    ...{ suite: 'upload/server', words: 'serve rx --host {host} --port {port} --dir {dir} --idle 2000' },
    ...{ declares: typed, unjudged: [] },
  },
  {
    ...{ suite: 'lines/server', words: 'serve lines --host {host} --port {port} --idle 2000' },
    ...{ declares: typed, unjudged: ['empty-lines'] },
  },
  {
    ...{ suite: 'record/server', words: 'serve record --host {host} --port {port} --idle 2000' },
    ...{ declares: typed, unjudged: [] },
  },
  {
    ...{ suite: 'fortune/client', words: 'call fortune {host}:{port} --timeout 4000' },
    ...{ declares: typed, unjudged: [] },
  },
  {
    ...{ suite: 'upload/client', words: 'call upload {file} {host}:{port} --timeout 4000' },
    ...{ declares: typed, unjudged: ['slow-receiver'] },
  },
  {
    ...{ suite: 'lines/client', words: 'call lines {host}:{port}' },
    // It gives a server less time than one takes that begins to read late.
    ...{ declares: typed, unjudged: ['lines-are-terminated'] },
  },
  {
    ...{ suite: 'record/client', words: 'call record {host}:{port}' },
    // It is typed its data, and given no file that could be empty.
    ...{ declares: typed, unjudged: ['size-matches-data'] },
  },
  {
    suite: 'multicast/receiver',
    words: 'serve multicast --host {host} --port {port} --group {group} --interface {interface}',
    ...{ declares: onLoopback, unjudged: [] },
  },
  {
    ...{ suite: 'broadcast/receiver', words: 'serve broadcast --host {host} --port {port}' },
    ...{ declares: onLoopback, unjudged: subnetsUnknown },
  },
  {
    ...{ suite: 'multicast/sender', words: 'call multicast {group}:{port} --interface {address}' },
    // A time to live is told by frames alone.
    ...{ declares: onLoopback, unjudged: ['ttl'] },
  },
  {
    ...{ suite: 'broadcast/sender', words: 'call broadcast {destination}:{port} --interface {address}' },
    ...{ declares: onLoopback, unjudged: [] },
  },
];

/** The built-in endpoints as programs of their own: launched, they get the verdicts that they get within the harness. */
export const launchedSubjects: readonly Subject[] = endpoints.map(({ suite, words, declares, unjudged }) => ({
  name: subjectName('launched', suite, words.split(' ').slice(0, 2).join(' ')),
  kind: 'launched',
  target: {
    suite,
    exec: `'${process.execPath}' '${bin}' ${words}`,
    // A receiver of datagrams waits for them as long as it runs.
    limits: { stallMs: 6000, closeMs: 4000, ...(suiteAt(suite).role === 'receiver' ? {} : { idleMs: 3000 }) },
    ...declares,
  },
  needs: [],
  breaks: [],
  mayRedden: {},
  expects: { unjudged },
}));
