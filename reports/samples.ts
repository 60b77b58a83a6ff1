import type { CaseResult, Evidence, Run, RunTarget } from '../harness/contracts/run.ts';
import { RUN_SCHEMA_VERSION } from '../harness/contracts/run-form.ts';
import type { RunPart } from '../harness/contracts/run-part.ts';
import type { Tested } from '../harness/contracts/tested.ts';
import { isConcluded, isFailure, summarize } from './summary.ts';

const onePhone: RunTarget = {
  ...{ name: 'phone', protocol: 'upload', role: 'server', kind: 'address', address: '192.0.2.20:54321' },
};

/** A passing case; `changes` make it any other. */
export function sampleCase(changes: Partial<CaseResult> = {}): CaseResult {
  const requirement = changes.requirement ?? 'upload/server/stores-contents-exactly';
  return {
    id: `${requirement}[1]`,
    requirement,
    level: 'MUST',
    source: 'tutorial, chapter on uploads',
    text: 'The contents are stored bit for bit.',
    target: 'phone',
    verdict: 'pass',
    reason: '',
    notes: [],
    durationMs: 12.5,
    attempts: [changes.verdict ?? 'pass'],
    flaky: false,
    evidence: [],
    reproduce: `sockspec run upload/server --target 192.0.2.20:54321 --only '${changes.id ?? `${requirement}[1]`}' --seed 7`,
    ...changes,
  };
}

/** A run of one part on a machine of its own; `changes` make it any other. */
export function samplePart(changes: Partial<RunPart> = {}): RunPart {
  return {
    started: '2010-02-01T12:00:00.000Z',
    tool: '0.1.0',
    targets: ['phone'],
    machine: {
      ...{ os: 'Debian GNU/Linux 12 (bookworm)', kernel: 'Linux 6.1.0', architecture: 'x64', node: 'v20.19.0' },
      observers: ['socket tables', 'tcpdump'],
    },
    requirements: { version: 1, sha256: '0123456789abcdef'.repeat(4), suites: [] },
    ...changes,
  };
}

/** What a target was; `changes` make it any other. */
export function sampleTested(changes: Partial<Tested> = {}): Tested {
  return {
    version: '2.1',
    files: [{ what: 'program', path: '/opt/phone/uploadd', sha256: 'fedcba9876543210'.repeat(4) }],
    observers: ['store'],
    declaration: [
      { key: 'capabilities.largestFileMiB', value: 8, isDeclared: true, probedBy: ['upload/server/large-file'] },
      { key: 'limits.idleMs', value: 5000, isDeclared: true, probedBy: ['upload/server/ends-idle-client'] },
      { key: 'limits.replyMs', value: 2000, isDeclared: false, probedBy: [] },
    ],
    ...changes,
  };
}

/** A conformant run of no case on one target; `changes` make it any other, the counts and the end follow the cases. */
export function sampleRun(changes: Partial<Run> = {}): Run {
  const cases = changes.cases ?? [];
  const targets = changes.targets ?? [onePhone];
  return {
    $schema: 'sockspec/run.schema.json',
    schemaVersion: RUN_SCHEMA_VERSION,
    tool: { name: 'sockspec', version: '0.1.0' },
    started: '2010-02-01T12:00:00.000Z',
    durationMs: 3210,
    complete: true,
    seed: 7,
    ...endOf(cases),
    conclusion: 'no MUST failed',
    parts: [samplePart({ targets: targets.map(({ name }) => name) })],
    targets,
    summary: summarize(cases),
    ...changes,
    cases,
  };
}

function endOf(cases: readonly CaseResult[]): Pick<Run, 'outcome' | 'exitStatus'> {
  if (cases.some(({ verdict }) => verdict === 'error')) return { outcome: 'error', exitStatus: 4 };
  if (cases.some(isFailure)) return { outcome: 'nonconformant', exitStatus: 1 };
  if (cases.length > 0 && !cases.some(isConcluded)) return { outcome: 'inconclusive', exitStatus: 3 };
  return { outcome: 'conformant', exitStatus: 0 };
}

const header: readonly Evidence[] = [
  { t: 0, who: 'harness', what: 'connect', connection: 1 },
  { t: 0.8, who: 'harness', what: 'send', connection: 1, octets: 11, hex: '612e7478740a00000a000a' },
  { t: 1.1, who: 'harness', what: 'send', connection: 1, octets: 70_000, hex: '00ff'.repeat(2048), cut: true },
  { t: 1.4, who: 'harness', what: 'fin', connection: 1 },
  { t: 2.5, who: 'iut', what: 'rst', connection: 1 },
  { t: 3.5, who: 'harness', what: 'connect', connection: 2 },
  { t: 4.5, who: 'iut', what: 'output', octets: 29, text: 'could not find the newline é\n' },
  { t: 2004.5, who: 'harness', what: 'note', text: 'no file appeared within 2 s' },
  { t: 2005, who: 'iut', what: 'exit', text: 'status 1' },
];

const hostile = '\u001b]0;owned\u0007\u001b[2J\r\n\u202Egnp.exe\u2066 \u009b31m \ud800 \uFFFE <b>&lt;&x;]]></b> \u0000';

const mixed: readonly CaseResult[] = [
  sampleCase(),
  sampleCase({ id: 'upload/server/stores-contents-exactly[1024]' }),
  sampleCase({
    id: 'upload/server/size-is-four-octets[2560]',
    requirement: 'upload/server/size-is-four-octets',
    text: 'The size is four octets, big endian, and any of them may be 0x0A.',
    verdict: 'fail',
    reason: 'expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
    expected: 'a.txt, 2560 octets',
    seen: 'no file',
    notes: ['the cut between the two segments could not be proven'],
    evidence: [...header],
  }),
  sampleCase({ id: 'upload/server/size-is-four-octets[10]', requirement: 'upload/server/size-is-four-octets' }),
  sampleCase({
    requirement: 'upload/server/header-octet-by-octet',
    verdict: 'fail',
    flaky: true,
    attempts: ['pass', 'fail', 'pass'],
    reason: 'expected the file to be stored each time, seen 2 of 3 times',
  }),
  sampleCase({
    requirement: 'upload/server/extra-octets-ignored',
    level: 'SHOULD',
    verdict: 'warning',
    reason: 'expected 10 octets in the store, found 12',
  }),
  sampleCase({
    requirement: 'upload/server/large-file-bounded-memory',
    verdict: 'inconclusive',
    reason: 'needs a launched target (--exec) to see its memory',
  }),
  sampleCase({
    requirement: 'upload/server/name-over-limit',
    verdict: 'inconclusive',
    reason: 'needs --store DIR or --fetch COMMAND',
  }),
  sampleCase({
    requirement: 'upload/server/serves-concurrent-clients',
    level: 'MAY',
    verdict: 'not-applicable',
    reason: 'the profile says that it serves one client at a time',
  }),
  sampleCase({
    requirement: 'upload/server/reset-survived',
    verdict: 'error',
    reason: 'the harness could not reset its connection: it was half-closed',
  }),
];

const threeTargets: Run['targets'] = [
  { name: 'phone', protocol: 'upload', role: 'server', kind: 'address', address: '192.0.2.20:54321' },
  { name: 'pc', protocol: 'fortune', role: 'client', kind: 'exec', address: 'python3 fortune.py {host} {port}' },
  { name: 'idle', protocol: 'lines', role: 'server', kind: 'reference', address: '127.0.0.1' },
];

const advice = {
  failure: 'The server expects that one recv returns the whole header.',
  mend: 'Collect octets in a buffer until the header is complete.',
};

const SPLIT = 'upload/server/header-split-anywhere';

/** A failure that three others come of, one of its own, and entries of a baseline that are not true any more. */
const folded: readonly CaseResult[] = [
  sampleCase({
    requirement: SPLIT,
    ...{ verdict: 'fail', ...advice, evidence: [...header] },
    ...{ expected: 'one new file', seen: 'none', reason: 'expected one new file; saw none' },
  }),
  ...['header-octet-by-octet', 'random-segmentation', 'large-file'].map((name) =>
    sampleCase({
      requirement: `upload/server/${name}`,
      ...{ verdict: 'fail', ...advice, explainedBy: SPLIT, reason: `expected the file of ${name}; saw none` },
    }),
  ),
  sampleCase({
    requirement: 'upload/server/answers-nothing',
    ...{ verdict: 'fail', failure: 'It acknowledges.', mend: 'Send nothing.', failsRun: true },
    ...{
      reason: 'expected no octet; saw 2 octets',
      baseline: 'the baseline put up with it until 2010-01-31 (ticket 7)',
    },
  }),
];

/** A run of which a statement has everything to say: reservations of each kind, a declaration, who ordered it. */
export const statedRun = sampleRun({
  targets: [{ ...onePhone, tested: [sampleTested()] }],
  parts: [
    samplePart({
      ...{ orderedBy: 'A. Customer', runBy: 'a laboratory' },
      requirements: {
        ...{ version: 1, sha256: '0123456789abcdef'.repeat(4) },
        suites: [
          {
            ...{ suite: 'upload/server', sha256: '89abcdef'.repeat(8), cases: 8 },
            requirements: [
              ...[
                'stores-contents-exactly',
                'large-file',
                'name-over-limit',
                'two-at-once',
                'takes-one',
                'same-name-twice',
              ],
              ...['ends-idle-client'],
            ].map((name) => `upload/server/${name}`),
          },
        ],
      },
    }),
  ],
  cases: [
    sampleCase(),
    sampleCase({ requirement: 'upload/server/large-file' }),
    sampleCase({
      ...{ requirement: 'upload/server/name-over-limit', verdict: 'inconclusive', reason: 'needs --store DIR' },
    }),
    sampleCase({
      ...{ requirement: 'upload/server/two-at-once', level: 'SHOULD', verdict: 'not-applicable' },
      reason: 'the profile says that it serves one client at a time',
    }),
    sampleCase({
      ...{ requirement: 'upload/server/takes-one', level: 'SHOULD', verdict: 'warning', known: 'ticket 123' },
      ...{ expected: 'one new file', seen: 'two', reason: 'expected one new file; saw two' },
    }),
    sampleCase({ requirement: 'upload/server/same-name-twice' }),
  ],
  conclusion: 'no MUST failed of what could be observed; 1 MUST not concluded',
});

/** One run for each situation that a format must show. */
export const sampleRuns = {
  empty: sampleRun({
    targets: [],
    outcome: 'inconclusive',
    exitStatus: 3,
    conclusion: 'no case was selected',
  }),
  unreached: sampleRun({
    outcome: 'inconclusive',
    exitStatus: 3,
    conclusion: '192.0.2.20:54321 was never reachable: nothing was tested',
  }),
  conformant: sampleRun({ cases: [sampleCase(), sampleCase({ id: 'upload/server/stores-contents-exactly[2]' })] }),
  mixed: sampleRun({
    cases: [...mixed],
    outcome: 'error',
    exitStatus: 4,
    conclusion: 'the harness failed in 1 case; 2 MUSTs failed',
  }),
  incomplete: sampleRun({
    cases: mixed.slice(0, 3),
    complete: false,
    outcome: 'nonconformant',
    exitStatus: 130,
    conclusion: 'interrupted after 3 cases; 1 MUST failed',
  }),
  severalTargets: sampleRun({
    targets: threeTargets,
    cases: [
      ...mixed.slice(0, 4),
      sampleCase({ target: 'pc', requirement: 'fortune/client/sends-nothing' }),
      sampleCase({ target: 'pc', requirement: 'frames/igmp-join', verdict: 'inconclusive', reason: 'needs --capture' }),
    ],
    outcome: 'nonconformant',
    exitStatus: 1,
    conclusion: '1 MUST failed',
  }),
  deadTargets: sampleRun({
    targets: threeTargets,
    cases: [
      sampleCase({ verdict: 'inconclusive', reason: '192.0.2.20:54321 refused the connection' }),
      sampleCase({
        target: 'pc',
        requirement: 'fortune/client/sends-nothing',
        verdict: 'inconclusive',
        reason: 'gone',
      }),
      sampleCase({ target: 'pc', requirement: 'fortune/client/closes-its-side', verdict: 'not-applicable' }),
      sampleCase({ target: 'idle', requirement: 'lines/server/shows-lines' }),
    ],
    outcome: 'inconclusive',
    exitStatus: 3,
    conclusion: '2 of 3 targets were not judged: phone (192.0.2.20:54321 refused the connection), pc (gone)',
  }),
  quick: sampleRun({
    targets: [
      {
        ...{ name: 'phone', protocol: 'upload', role: 'client', kind: 'listen', address: '192.0.2.5:54321' },
        quick: { cases: 2, of: 42 },
      },
    ],
    cases: [
      sampleCase({ requirement: 'upload/client/size-is-big-endian' }),
      sampleCase({ requirement: 'upload/client/missing-file' }),
    ],
  }),
  manyOfOne: sampleRun({
    cases: Array.from({ length: 12 }, (_, index) =>
      sampleCase({
        id: `upload/server/header-split-anywhere[${index + 1}]`,
        requirement: 'upload/server/header-split-anywhere',
        verdict: index === 0 ? 'pass' : 'fail',
        reason: index === 0 ? '' : `expected the file to be stored, seen nothing after a cut at octet ${index + 1}`,
      }),
    ),
    outcome: 'nonconformant',
    exitStatus: 1,
    conclusion: '1 MUST failed',
  }),
  severalOfOneSuite: sampleRun({
    targets: ['alice', 'bob', 'carol'].map((name) => ({
      ...{ name, protocol: 'upload', role: 'server', kind: 'exec', address: 'python3 {folder}/server.py {port} {dir}' },
    })),
    cases: ['alice', 'bob', 'carol'].flatMap((target) =>
      (['stores-contents-exactly', 'size-is-four-octets', 'extra-octets-ignored'] as const).map((name) => {
        const requirement = `upload/server/${name}`;
        if (target === 'carol')
          return sampleCase({ target, requirement, verdict: 'inconclusive', reason: 'not built' });
        const isBroken = target === 'bob' && name === 'size-is-four-octets';
        return sampleCase({
          ...{ target, requirement, level: name === 'extra-octets-ignored' ? 'SHOULD' : 'MUST' },
          ...(isBroken ? { verdict: 'fail', reason: 'expected a.txt with 2560 octets, found none' } : {}),
        });
      }),
    ),
    outcome: 'nonconformant',
    exitStatus: 1,
    conclusion: '1 of 3 targets was not judged: carol (not built); 1 MUST failed (upload/server/size-is-four-octets)',
  }),
  folded: sampleRun({
    cases: [...folded],
    unmatched: [{ case: `${SPLIT}[9]`, problem: `the baseline knows ${SPLIT}[9], and it was never run` }],
    outcome: 'nonconformant',
    exitStatus: 1,
    conclusion: '5 MUSTs failed',
  }),
  hostile: sampleRun({
    targets: [{ name: hostile, protocol: 'upload', role: 'server', kind: 'exec', address: hostile }],
    cases: (['fail', 'warning', 'error', 'inconclusive', 'not-applicable', 'pass'] as const).map((verdict) =>
      sampleCase({
        id: `upload/server/name-stays-inside[${verdict} ${hostile}]`,
        requirement: `upload/server/name-stays-inside-${verdict}`,
        target: hostile,
        verdict,
        reason: hostile,
        expected: hostile,
        seen: hostile,
        notes: [hostile],
        text: hostile,
        source: hostile,
        reproduce: `sockspec run --exec '${hostile}'`,
        evidence: [
          { t: 0, who: 'iut', what: 'output', text: hostile },
          { t: 1, who: 'iut', what: 'receive', octets: 9, hex: '1b5b324a41424344c3' },
          { t: 2, who: 'iut', what: 'receive', octets: 4, hex: '1b1b1b41' },
        ],
      }),
    ),
    outcome: 'error',
    exitStatus: 4,
    conclusion: hostile,
  }),
} as const satisfies Readonly<Record<string, Run>>;
