import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, needs, requirementsWith, runReport } from './shell.test.helper.ts';

/**
 * socat and ncat, which others have written for other purposes, as implementations under test: each is judged by exactly the
 * requirements that it does not meet, and for the reason that is given here.
 */
interface Netcat {
  readonly tool: string;
  readonly words: string;
  readonly musts: readonly string[];
  readonly shoulds: readonly string[];
  /** Why: in the reasons of all failed cases. */
  readonly why: RegExp;
}

/**
 * What arrives is copied to standard output octet by octet: a line that a client does not end is continued by the next
 * client. Nothing is kept, so that an endless line costs no memory; the next line is shown at its end all the same.
 */
const copying = {
  musts: ['serves-one-after-another'],
  shoulds: ['endless-line'],
  why: /not shown on a line of its own/,
};

/** They wait for ever for the rest of a phrase, unless told a limit of silence. */
const waits = 'gives-up-on-stall';

const suites: readonly { readonly suite: string; readonly netcats: readonly Netcat[]; readonly more?: object }[] = [
  {
    suite: 'lines/server',
    netcats: [
      { tool: 'socat', words: '-u TCP4-LISTEN:{port},bind={host},fork,reuseaddr STDOUT', ...copying },
      { tool: 'ncat', words: '-l -k {host} {port}', ...copying },
    ],
  },
  {
    suite: 'lines/client',
    more: { input: 'stdin' },
    netcats: [
      { tool: 'socat', words: '-u STDIN TCP4:{host}:{port}', musts: [], shoulds: [], why: /./ },
      { tool: 'ncat', words: '--send-only {host} {port}', musts: [], shoulds: [], why: /./ },
    ],
  },
  {
    suite: 'fortune/client',
    netcats: [
      {
        // socat takes a reset while it reads for the end: exit status 0, and a word of it only with -d.
        tool: 'socat',
        words: '-u TCP4:{host}:{port} STDOUT',
        musts: ['reports-reset'],
        shoulds: [waits, 'partial-not-shown-as-whole'],
        why: /exit status 0, and nothing said|printed as if it were whole|hung/,
      },
      {
        tool: 'socat',
        words: '-d -u TCP4:{host}:{port} STDOUT',
        musts: [],
        shoulds: [waits],
        why: /hung/,
      },
      { tool: 'ncat', words: '--recv-only {host} {port}', musts: [], shoulds: [waits], why: /hung/ },
      { tool: 'ncat', words: '--recv-only -i 4s {host} {port}', musts: [], shoulds: [], why: /./ },
    ],
  },
  {
    suite: 'connect/client',
    more: { limits: { connectTimeoutMs: 3000 } },
    netcats: [
      { tool: 'socat', words: '-u TCP4:{host}:{port},connect-timeout=3 STDOUT', musts: [], shoulds: [], why: /./ },
      { tool: 'ncat', words: '--recv-only -w 3s {host} {port}', musts: [], shoulds: [], why: /./ },
    ],
  },
  {
    suite: 'fortune/server',
    netcats: [
      // One phrase is no database: phrase-varies.
      {
        tool: 'socat',
        words: `-U TCP4-LISTEN:{port},bind={host},fork,reuseaddr EXEC:'printf phrase'`,
        musts: [],
        shoulds: ['phrase-varies'],
        why: /40 times "phrase"/,
      },
      {
        tool: 'ncat',
        words: `-l -k --send-only -c 'printf phrase' {host} {port}`,
        musts: [],
        shoulds: ['phrase-varies'],
        why: /40 times "phrase"/,
      },
    ],
  },
];

const defaults = { replyMs: 1000, recoveryMs: 1000, closeMs: 1000, stallMs: 5000 };

describe.each(suites)('$suite', ({ suite, netcats, more = {} }) => {
  test.for(netcats)(
    'judges $tool $words',
    { timeout: 120_000 },
    async ({ tool, words, musts, shoulds, why }, context) => {
      needs(context, tool);
      const profile = join(folder(), 'profile.json');
      const target = { suite, exec: `${tool} ${words}`, limits: defaults, ...more };
      writeFileSync(profile, JSON.stringify({ targets: [target] }));

      const { run, status } = await runReport(['--profile', profile]);

      const broken = run.cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'warning');
      expect({
        musts: requirementsWith(run.cases, 'fail'),
        shoulds: requirementsWith(run.cases, 'warning'),
        errors: requirementsWith(run.cases, 'error'),
        status,
      }).toEqual({ musts, shoulds, errors: [], status: musts.length > 0 ? 1 : 0 });
      expect(broken.filter(({ reason }) => !why.test(reason)).map(({ reason }) => reason)).toEqual([]);
    },
  );
});
