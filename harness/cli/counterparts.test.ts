import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { suiteAt } from '../../suites/index.ts';
import { folder, needs, program, requirementsWith, runReport } from './shell.test.helper.ts';

beforeEach((context) => needs(context, 'python3'));

/** What a program breaks, as fixtures/programs/README.md says; rows that rest on chance are named there only. */
interface Expectation {
  readonly program: string;
  readonly musts: readonly string[];
  readonly shoulds: readonly string[];
}

const uploads: readonly Expectation[] = [
  { program: 'upload_careful.py', musts: [], shoulds: [] },
  { program: 'upload_newline_size.py', musts: ['size-is-four-octets'], shoulds: [] },
  {
    program: 'upload_one_recv_header.py',
    musts: ['header-octet-by-octet', 'header-split-anywhere', 'random-segmentation'],
    shoulds: [],
  },
  {
    program: 'upload_spins_on_early_close.py',
    musts: ['disconnect-anywhere', 'size-is-four-octets', 'swapped-size-survived'],
    shoulds: ['idle-client', 'leaves-no-debris', 'short-contents'],
  },
  { program: 'upload_follows_parent.py', musts: ['name-stays-inside'], shoulds: [] },
  {
    program: 'upload_keeps_short_files.py',
    musts: ['disconnect-anywhere', 'reset-anywhere'],
    shoulds: ['short-contents'],
  },
  {
    program: 'upload_little_endian.py',
    musts: ['large-file', 'size-is-big-endian', 'size-is-four-octets', 'stores-contents-exactly'],
    shoulds: [],
  },
  { program: 'upload_text_mode.py', musts: ['stores-contents-exactly'], shoulds: [] },
  { program: 'upload_says_ok.py', musts: ['answers-nothing'], shoulds: [] },
  { program: 'upload_unbounded_name.py', musts: ['name-without-end'], shoulds: ['endless-name-cut-short'] },
  { program: 'upload_dies_on_reset.py', musts: ['reset-anywhere'], shoulds: ['idle-client', 'leaves-no-debris'] },
  { program: 'upload_appends.py', musts: ['same-name-twice'], shoulds: [] },
];

const fortunes: readonly Expectation[] = [
  { program: 'fortune_careful.py', musts: [], shoulds: [] },
  { program: 'fortune_never_closes.py', musts: ['closes-after-phrase'], shoulds: [] },
  { program: 'fortune_reads_first.py', musts: ['speaks-first'], shoulds: [] },
  { program: 'fortune_closes_with_reset.py', musts: ['closes-after-phrase'], shoulds: [] },
  {
    program: 'fortune_dies_on_broken_pipe.py',
    musts: ['survives-client-leaving', 'survives-client-reset'],
    shoulds: [],
  },
  { program: 'fortune_one_thread_idle.py', musts: [], shoulds: ['not-starved'] },
];

const linesServers: readonly Expectation[] = [
  { program: 'lines_careful.py', musts: [], shoulds: [] },
  { program: 'lines_drops_empty.py', musts: ['empty-lines'], shoulds: [] },
  { program: 'lines_late.py', musts: ['shows-each-line'], shoulds: [] },
  { program: 'lines_shared_buffer.py', musts: ['serves-one-after-another'], shoulds: [] },
];

const recordServers: readonly Expectation[] = [
  { program: 'record_careful.py', musts: [], shoulds: [] },
  {
    program: 'record_one_recv_header.py',
    musts: ['header-split-anywhere', 'octet-by-octet', 'random-segmentation'],
    shoulds: [],
  },
  { program: 'record_little_endian.py', musts: ['fields-are-big-endian', 'shows-record', 'sizes'], shoulds: [] },
  { program: 'record_signed.py', musts: ['size-is-unsigned', 'swapped-header-survived'], shoulds: [] },
  { program: 'record_shows_partial.py', musts: [], shoulds: ['partial-not-shown-as-whole'] },
];

const fortuneClients: readonly Expectation[] = [
  { program: 'fortune_client_careful.py', musts: [], shoulds: [] },
  {
    program: 'fortune_client_one_recv.py',
    musts: ['joins-split-characters', 'reads-past-one-buffer', 'reads-until-close', 'reports-reset'],
    shoulds: ['partial-not-shown-as-whole'],
  },
  { program: 'fortune_client_chunk_decode.py', musts: ['joins-split-characters'], shoulds: [] },
  { program: 'fortune_client_one_buffer.py', musts: ['reads-past-one-buffer'], shoulds: [] },
  { program: 'fortune_client_impatient.py', musts: ['waits-for-late-phrase'], shoulds: [] },
  { program: 'fortune_client_sends_request.py', musts: ['sends-nothing'], shoulds: [] },
  { program: 'fortune_client_silent_exit0.py', musts: ['reports-reset'], shoulds: [] },
  { program: 'fortune_client_traceback.py', musts: [], shoulds: [] },
  { program: 'fortune_client_hangs.py', musts: [], shoulds: ['gives-up-on-stall'] },
];

const uploadClients: readonly Expectation[] = [
  { program: 'upload_client_careful.py', musts: [], shoulds: [] },
  { program: 'upload_client_cuts_size.py', musts: ['refuses-4-gib'], shoulds: [] },
  { program: 'upload_client_exit0.py', musts: ['close-during-upload', 'reset-during-upload'], shoulds: [] },
  { program: 'upload_client_full_path.py', musts: ['name-is-base-name'], shoulds: [] },
  { program: 'upload_client_little_endian.py', musts: ['size-is-big-endian'], shoulds: [] },
  { program: 'upload_client_long_name.py', musts: ['name-within-limit'], shoulds: [] },
  { program: 'upload_client_no_file.py', musts: [], shoulds: ['missing-file'] },
  { program: 'upload_client_text_mode.py', musts: ['contents-exact'], shoulds: [] },
  { program: 'upload_client_text_size.py', musts: ['header-is-well-formed', 'size-is-big-endian'], shoulds: [] },
];

const linesClients: readonly Expectation[] = [
  { program: 'lines_client_careful.py', musts: [], shoulds: [] },
  { program: 'lines_client_no_newline.py', musts: ['lines-are-terminated'], shoulds: [] },
  { program: 'lines_client_never_closes.py', musts: ['closes-at-end'], shoulds: [] },
  { program: 'lines_client_silent_on_reset.py', musts: [], shoulds: ['reports-reset'] },
];

const recordClients: readonly Expectation[] = [
  { program: 'record_client_careful.py', musts: [], shoulds: [] },
  { program: 'record_client_little_endian.py', musts: ['header-is-big-endian'], shoulds: [] },
  { program: 'record_client_size_counts_header.py', musts: ['size-matches-data'], shoulds: [] },
  { program: 'record_client_never_closes.py', musts: ['closes-at-end'], shoulds: [] },
];

/** Suites of programs that need no more than an address; those that upload are given a file. */
const plainSuites = [
  { suite: 'lines/server', words: '{host} {port}', programs: linesServers },
  { suite: 'record/server', words: '{host} {port}', programs: recordServers },
  { suite: 'fortune/client', words: '{host} {port}', programs: fortuneClients },
  { suite: 'upload/client', words: '{host} {port} {file}', programs: uploadClients },
  { suite: 'lines/client', words: '{host} {port}', programs: linesClients },
  { suite: 'record/client', words: '{host} {port}', programs: recordClients },
];

const phrases = ['A short phrase.', 'Another short phrase.', 'Eine kürzere Größe.'];

/** Python starts slower than a test server answers; the rest of these limits are short, since wedged servers cost them. */
const serverLimits = { replyMs: 1000, recoveryMs: 1000, storageMs: 1000, closeMs: 1000 };

/** The careful clients give up after 5 s. */
const clientLimits = { stallMs: 5000, closeMs: 3000 };

async function judged(suite: string, command: string, database?: string) {
  const profile = join(folder(), 'profile.json');
  const limits = suiteAt(suite).role === 'client' ? clientLimits : serverLimits;
  const target = { suite, exec: command, limits, ...(database === undefined ? {} : { phrases: database }) };
  writeFileSync(profile, JSON.stringify({ targets: [target] }));
  const { run, status } = await runReport(['--profile', profile]);
  return {
    status,
    musts: requirementsWith(run.cases, 'fail'),
    shoulds: requirementsWith(run.cases, 'warning'),
    errors: requirementsWith(run.cases, 'error'),
  };
}

test.each(uploads)('upload/server judges $program', { timeout: 300_000 }, async ({ program: name, musts, shoulds }) => {
  const found = await judged('upload/server', `python3 '${program(name)}' {host} {port} {dir}`);

  expect(found).toEqual({ status: musts.length > 0 ? 1 : 0, musts, shoulds, errors: [] });
});

test.each(fortunes)(
  'fortune/server judges $program',
  { timeout: 300_000 },
  async ({ program: name, musts, shoulds }) => {
    const database = join(folder(), 'phrases.txt');
    writeFileSync(database, `${phrases.join('\n')}\n`);

    const found = await judged('fortune/server', `python3 '${program(name)}' {host} {port} '${database}'`, database);

    expect(found).toEqual({ status: musts.length > 0 ? 1 : 0, musts, shoulds, errors: [] });
  },
);

describe.each(plainSuites)('$suite', ({ suite, words, programs }) => {
  test.each(programs)('judges $program', { timeout: 300_000 }, async ({ program: name, musts, shoulds }) => {
    const found = await judged(suite, `python3 '${program(name)}' ${words}`);

    expect(found).toEqual({ status: musts.length > 0 ? 1 : 0, musts, shoulds, errors: [] });
  });
});

test('a phrase cut at 1024 octets is found, with a reason that says where', { timeout: 120_000 }, async () => {
  const database = join(folder(), 'phrases.txt');
  writeFileSync(database, `${['x'.repeat(3000), 'y'.repeat(2500)].join('\n')}\n`);

  const { run } = await runReport([
    'fortune/server',
    '--only',
    'fortune/server/phrase-is-whole',
    '--exec',
    `python3 '${program('fortune_cut.py')}' {host} {port} '${database}'`,
    '--phrases',
    database,
  ]);

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason.replace(/of \d+$/, 'of N')])).toEqual([
    ['fail', 'expected one phrase of the database; saw the first 1,024 octets of a phrase of N'],
  ]);
});
