import type { Limits, ProfileTarget } from '../contracts/profile.ts';
import { type Expectations, type Subject, subjectName } from './subject.ts';

/** socat or ncat, which others have written for other purposes, as an implementation under test. */
interface Netcat {
  readonly suite: string;
  readonly tool: 'socat' | 'ncat';
  readonly words: string;
  readonly breaks: readonly string[];
  readonly expects?: Expectations;
  readonly declares?: Partial<ProfileTarget>;
}

/**
 * What arrives is copied to standard output octet by octet: a line that a client does not end is continued by the next
 * client. Nothing is kept, so that an endless line costs no memory; the next line is shown at its end all the same.
 */
const copying = {
  breaks: ['serves-one-after-another', 'endless-line'],
  expects: { redSays: /not shown on a line of its own|shown up to its character \d+:/ },
};

/** They wait for ever for the rest of a phrase, unless they are told a limit of silence. */
const waiting = { breaks: ['gives-up-on-stall'], expects: { redSays: /hung/ } };

/** One phrase is no database. */
const onePhrase = { breaks: ['phrase-varies'], expects: { redSays: /40 times "phrase"/ } };

const netcats: readonly Netcat[] = [
  {
    suite: 'lines/server',
    tool: 'socat',
    words: '-u TCP4-LISTEN:{port},bind={host},fork,reuseaddr STDOUT',
    ...copying,
  },
  {
    // As rsyslog, syslog-ng and images of containers do: standard output is opened by its name.
    suite: 'lines/server',
    tool: 'socat',
    words: '-u TCP4-LISTEN:{port},bind={host},fork,reuseaddr OPEN:/dev/stdout,append',
    ...copying,
  },
  { suite: 'lines/server', tool: 'ncat', words: '-l -k {host} {port}', ...copying },
  // What is typed is copied, and so is the end that is not there.
  {
    ...{ suite: 'lines/client', tool: 'socat', words: '-u STDIN TCP4:{host}:{port}', breaks: ['lines-are-terminated'] },
    declares: { input: 'stdin' },
  },
  {
    ...{ suite: 'lines/client', tool: 'ncat', words: '--send-only {host} {port}', breaks: ['lines-are-terminated'] },
    declares: { input: 'stdin' },
  },
  {
    // socat takes a reset while it reads for the end: exit status 0, and a word of it only with -d.
    suite: 'fortune/client',
    tool: 'socat',
    words: '-u TCP4:{host}:{port} STDOUT',
    breaks: ['reports-reset', 'gives-up-on-stall', 'partial-not-shown-as-whole'],
    expects: { redSays: /exit status 0, and nothing said|printed as if it were whole|hung/ },
  },
  { suite: 'fortune/client', tool: 'socat', words: '-d -u TCP4:{host}:{port} STDOUT', ...waiting },
  { suite: 'fortune/client', tool: 'ncat', words: '--recv-only {host} {port}', ...waiting },
  { suite: 'fortune/client', tool: 'ncat', words: '--recv-only -i 4s {host} {port}', breaks: [] },
  {
    ...{ suite: 'connect/client', tool: 'socat', words: '-u TCP4:{host}:{port},connect-timeout=3 STDOUT', breaks: [] },
    declares: { limits: { connectTimeoutMs: 3000 } },
  },
  {
    ...{ suite: 'connect/client', tool: 'ncat', words: '--recv-only -w 3s {host} {port}', breaks: [] },
    declares: { limits: { connectTimeoutMs: 3000 } },
  },
  {
    suite: 'fortune/server',
    tool: 'socat',
    words: `-U TCP4-LISTEN:{port},bind={host},fork,reuseaddr EXEC:'printf phrase'`,
    ...onePhrase,
  },
  { suite: 'fortune/server', tool: 'ncat', words: `-l -k --send-only -c 'printf phrase' {host} {port}`, ...onePhrase },
];

const limits: Limits = { replyMs: 1000, recoveryMs: 1000, closeMs: 1000, stallMs: 5000 };

/** Programs of other people: each breaks exactly the requirements that it does not meet, for the reason that is given. */
export const toolSubjects: readonly Subject[] = netcats.map(
  ({ suite, tool, words, breaks, expects, declares = {} }) => ({
    name: subjectName('tool', suite, `${tool} ${words}`),
    kind: 'tool',
    target: { suite, exec: `${tool} ${words}`, ...declares, limits: { ...limits, ...declares.limits } },
    needs: [tool],
    breaks,
    mayRedden: {},
    ...(expects === undefined ? {} : { expects }),
  }),
);
