import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseResult, Run } from '../../harness/contracts/run.ts';
import type { Tested } from '../../harness/contracts/tested.ts';
import { visible } from '../../harness/text/visible.ts';
import { anyText } from '../any-text.test.helper.ts';
import { parsePage } from '../html/parsed.test.helper.ts';
import { nodesOf, read, rowsOf, tablesOf, textOf } from '../markdown.test.helper.ts';
import { sampleCase, samplePart, sampleRun, sampleRuns, sampleTested, statedRun } from '../samples.ts';
import { htmlPaper } from './page.ts';
import { paperOf } from './paper-of.ts';
import { statement } from './statement.ts';
import { STYLE_HASH, style } from './style.ts';

const source = { files: [{ name: 'run.json', sha256: 'ab'.repeat(32) }], command: 'sockspec report run.json' };
const options = { color: false, width: 80, source: () => source };

const inMarkdown = (run: Run): string => statement.render(run, options);
const inHtml = (run: Run): string => statement.byEnding?.html?.(run, options) ?? '';

/** The rows of a table of a statement, by the texts of its head. */
function rowsUnder(run: Run, ...head: readonly string[]): readonly (readonly string[])[] {
  const tables = tablesOf(read(inMarkdown(run))).map(rowsOf);
  return tables.filter(([first]) => first?.join() === head.join()).flatMap(([, ...rows]) => rows);
}

const reservations = (run: Run) => rowsUnder(run, 'what', 'target', 'reservation', 'ground');
const probes = (run: Run) => rowsUnder(run, 'entry', 'value', 'declared', 'probed');

const { version: _version, ...unversioned } = sampleTested();

const fileOf = (what: 'program' | 'script', path: string) => ({ what, path, sha256: '0'.repeat(64) });

const ofVersion1 = sampleRun({
  parts: [{ started: '2010-02-01T12:00:00.000Z', tool: '0.1.0', targets: ['phone'] }],
  cases: [sampleCase()],
});

const everyRow = (statedRun.parts[0]?.requirements?.suites[0]?.requirements ?? []).map((id) => id.split('/')[2] ?? '');

function ofRow(name: string, changes: Partial<CaseResult> = {}): CaseResult {
  return sampleCase({ requirement: `upload/server/${name}`, ...changes });
}

/** These cases on the phone, of a suite of seven requirements and eight cases; `casesOf` says how many each has. */
function ofPhone(cases: readonly CaseResult[], casesOf?: number[]): Run {
  const parts = statedRun.parts.map(({ requirements, ...part }) => {
    if (requirements === undefined || casesOf === undefined) return { ...part, ...(requirements && { requirements }) };
    return {
      ...part,
      requirements: { ...requirements, suites: requirements.suites.map((one) => ({ ...one, casesOf })) },
    };
  });
  return sampleRun({ targets: statedRun.targets, parts, cases: [...cases] });
}

test.each<[string, Run, string]>([
  [
    'an open run',
    statedRun,
    'phone (version 2.1) was judged by upload/server on 2010-02-01 (4 of 7 requirements): conformant as far as it could be observed, but for 1 known failure, with 4 reservations.',
  ],
  [
    'one whose known failure has passed',
    {
      ...sampleRuns.manyOfOne,
      cases: sampleRuns.manyOfOne.cases.map((one) => ({ ...one, verdict: 'pass', failsRun: true })),
      conclusion: '1 known failure passed (upload/server/rests): to be taken out of the baseline',
    },
    'phone (version not told) was judged by upload/server on 2010-02-01: not conformant: 1 known failure passed (upload/server/rests): to be taken out of the baseline, without reservation.',
  ],
  [
    'a failed one',
    sampleRuns.manyOfOne,
    'phone (version not told) was judged by upload/server on 2010-02-01: not conformant: 1 requirement failed, without reservation.',
  ],
  [
    'one of several targets',
    sampleRuns.deadTargets,
    '3 targets were judged by upload/server, fortune/client, lines/server on 2010-02-01: not concluded; phone, pc were not judged; with 5 reservations.',
  ],
  [
    'one of several targets, of which some failed and one did not run',
    sampleRuns.severalOfOneSuite,
    '3 targets were judged by upload/server on 2010-02-01: not conformant: 1 requirement failed on bob; carol was not judged; with 4 reservations.',
  ],
  [
    'one that reached nothing',
    ofPhone([ofRow('stores-contents-exactly', { verdict: 'inconclusive', reason: 'boom' })]),
    'phone (version 2.1) was judged by upload/server on 2010-02-01 (0 of 7 requirements): not concluded, with 3 reservations.',
  ],
  [
    'one of cases that are not all',
    ofPhone(everyRow.map((name) => ofRow(name))),
    'phone (version 2.1) was judged by upload/server on 2010-02-01 (7 of 8 cases): conformant, with 1 reservation.',
  ],
  [
    'one of parts that judged different programs',
    { ...testedAs({}, { version: '3' }), outcome: 'inconclusive', exitStatus: 3, notJudged: ['phone'] },
    'phone (version 2.1 and 3) was judged by upload/server on 2010-02-01: not concluded; its parts judged different programs: versions 2.1 and 3; with 2 reservations.',
  ],
  [
    'one of version 1',
    ofVersion1,
    'phone (version not told) was judged by upload/server on 2010-02-01 (of how many requirements is not told): conformant, with 1 reservation.',
  ],
])('%s is stated in one sentence', (_, run, sentence) => {
  expect(paperOf(run, undefined).sentence).toBe(sentence);
});

test('each open MUST, row that is not applicable and known failure is a reservation with its ground, and what was left out', () => {
  expect(reservations(statedRun)).toEqual([
    ['phone', 'phone', 'not selected', 'no case was run of upload/server/ends-idle-client'],
    ['upload/server/name-over-limit', 'phone', 'open MUST', 'needs --store DIR'],
    [
      ...['upload/server/two-at-once', 'phone', 'not applicable'],
      'the profile says that it serves one client at a time',
    ],
    ['upload/server/takes-one', 'phone', 'known failure', 'ticket 123'],
  ]);
});

test.each<[string, Run, readonly string[]]>([
  ['incomplete', sampleRuns.incomplete, ['the run', '', 'of the whole', expect.stringMatching(/^incomplete: /)]],
  ['quick', sampleRuns.quick, ['the run', '', 'of the whole', '2 of 42 cases, one a requirement (--quick)']],
  ['folded', sampleRuns.folded, ['the run', '', 'of the whole', expect.stringContaining('it was never run')]],
  ['of version 1', ofVersion1, ['the run', '', 'of the whole', expect.stringContaining('(it is of version 1)')]],
  [
    'of two revisions',
    sampleRun({ parts: ['a', 'b'].map((digit) => revised(digit)) }),
    ['the run', '', 'of the whole', 'its parts were judged by different revisions of the requirements'],
  ],
  ['not judged', sampleRuns.deadTargets, ['pc', 'pc', 'not judged', 'gone']],
  ['of two programs', testedAs({}, { version: '3' }), ['phone', 'phone', 'not the same', expect.anything()]],
  ['without a version', testedAs({ versionProblem: 'told none' }), ['phone', 'phone', 'version unknown', 'told none']],
  [
    'without a hash',
    testedAs({ files: [{ what: 'program', path: '/x', problem: 'ENOENT' }] }),
    ['phone', 'phone', 'no hash', '/x: ENOENT'],
  ],
  [
    'without a word of its version',
    withTested(unversioned),
    ['phone', 'phone', 'version unknown', expect.stringContaining('--iut-version')],
  ],
  [
    'at an address',
    testedAs({ files: [] }),
    ['phone', 'phone', 'no hash', 'its program is elsewhere: it was reached at 192.0.2.20:54321'],
  ],
  ...['/usr/bin/python3.11', '/bin/sh', '/usr/bin/node'].map((path): [string, Run, readonly string[]] => [
    `launched by ${path} alone`,
    testedAs({ files: [{ what: 'program', path, sha256: '0'.repeat(64) }] }),
    ['phone', 'phone', 'no hash', `${path} only runs it: what it runs is not hashed`],
  ]),
  [
    'of a program that was replaced',
    testedAs({ files: [{ what: 'program', path: '/x', sha256: '0'.repeat(64), atEnd: { sha256: '1'.repeat(64) } }] }),
    [
      'phone',
      'phone',
      'replaced',
      '/x was replaced while it was judged: when the run had ended, it had another SHA-256',
    ],
  ],
  [
    'of one of its targets alone',
    sampleRun({ leftOutTargets: 2 }),
    ['the run', '', 'of the whole', 'it has 2 more targets, of which this does not tell (--target)'],
  ],
  [
    'with a broken SHOULD',
    sampleRun({ cases: [ofRow('takes-one', { level: 'SHOULD', verdict: 'warning', reason: 'saw two' })] }),
    ['upload/server/takes-one', 'phone', 'broken SHOULD', 'saw two'],
  ],
  [
    'with a failed row of which some cases are not applicable',
    sampleRun({
      cases: [
        ofRow('takes-one', { verdict: 'fail' }),
        ...[1, 2].map(() => ofRow('takes-one', { verdict: 'not-applicable', reason: 'no subnet' })),
      ],
    }),
    ['upload/server/takes-one', 'phone', 'not applicable', '2 of 3 cases: no subnet'],
  ],
  [
    'with a row that is run in part',
    ofPhone(
      everyRow.map((name) => ofRow(name)),
      [1, 2, 1, 1, 1, 1, 1],
    ),
    ['phone', 'phone', 'not selected', 'only 1 of 2 cases of upload/server/large-file'],
  ],
])('that a run is %s is a reservation', (_, run, row) => {
  expect(reservations(run)).toContainEqual(row);
});

test.each<[string, Parameters<typeof sampleTested>[0]]>([
  [
    'a script that an interpreter runs',
    { files: [fileOf('program', '/usr/bin/python3'), fileOf('script', '/opt/x.py')] },
  ],
  ['a program of its own', { files: [fileOf('program', '/opt/pythonic')] }],
])('the hash of %s is enough', (_, changes) => {
  expect(reservations(testedAs(changes)).filter(([, , kind]) => kind === 'no hash')).toEqual([]);
});

test('a built-in endpoint needs neither a version nor a hash', () => {
  const targets = withTested({ ...unversioned, files: [] }).targets.map((one) => ({
    ...one,
    kind: 'reference' as const,
  }));

  expect(reservations(sampleRun({ targets, cases: [sampleCase()] }))).toEqual([]);
});

test.each<[string, Run, string]>([
  ['a stated run', statedRun, '4 of 7 requirements, 4 of 8 cases; 1 not concluded, 1 not applicable, 1 not run'],
  [
    'one that reached nothing',
    ofPhone(everyRow.map((name) => ofRow(name, { verdict: 'inconclusive', reason: 'boom' }))),
    '0 of 7 requirements, 0 of 8 cases; 7 not concluded',
  ],
  ['one of version 1', ofVersion1, '1 requirement, 1 case; of how many is not told'],
])('the scope of %s counts what came to a verdict', (_, run, extent) => {
  expect(rowsUnder(run, 'target', 'suite', 'how it was reached', 'version', 'extent').map((row) => row[4])).toEqual([
    extent,
  ]);
});

function revised(digit: string) {
  return samplePart({ requirements: { version: 1, sha256: digit.repeat(64), suites: [] } });
}

function testedAs(...changes: readonly Parameters<typeof sampleTested>[0][]): Run {
  return withTested(...changes.map(sampleTested));
}

function withTested(...tested: Tested[]): Run {
  const { targets } = sampleRun();
  return sampleRun({ targets: targets.map((one) => ({ ...one, tested })), cases: [sampleCase()] });
}

test('a run without any says that there are none, and that nothing failed', () => {
  const { sections } = paperOf(sampleRuns.conformant, undefined);

  expect(sections.find(({ title }) => title === 'Reservations')).toMatchObject({ lines: ['None.'], tables: [] });
  expect(sections.at(-1)).toMatchObject({ title: 'Annex: failures', lines: ['Nothing failed.'], tables: [] });
});

test('each entry of the declaration says whether it was probed, by what and with which verdict', () => {
  expect(probes(statedRun)).toEqual([
    ['capabilities.largestFileMiB', '8', 'yes', 'yes: upload/server/large-file (pass)'],
    ['limits.idleMs', '5000', 'yes', 'no: upload/server/ends-idle-client not selected'],
    ['limits.replyMs', '2000', 'no: the default', 'no: no requirement looks into it'],
  ]);
  const { targets, cases } = statedRun;
  const open = cases.map((one) => ({ ...one, verdict: 'inconclusive' as const }));

  expect(probes(sampleRun({ targets, cases: open }))[0]?.[3]).toBe('no: upload/server/large-file (inconclusive)');
});

test('a failure stands in the annex with what was expected and seen, and how it is reproduced', () => {
  const { tables = [] } = paperOf(sampleRuns.mixed, undefined).sections.at(-1) ?? {};

  expect(tables.map(({ caption }) => caption)).toEqual([
    'upload/server/size-is-four-octets[2560] on phone',
    'upload/server/header-octet-by-octet[1] on phone',
    'upload/server/extra-octets-ignored[1] on phone',
    'upload/server/reset-survived[1] on phone',
  ]);
  expect(Object.fromEntries(tables[0]?.rows.map(([label, told]) => [String(label), told]) ?? [])).toMatchObject({
    ...{ verdict: 'fail', expected: 'a.txt, 2560 octets', seen: 'no file' },
    'reproduced by': { code: expect.stringMatching(/^sockspec run /) },
  });
});

test('the footer has the hashes of all that it is made of', () => {
  const hashOf = (what: string) => ({ before: 'SHA-256 of ', code: what });

  expect(paperOf(statedRun, source).footer).toEqual([
    [hashOf('run.json'), { code: 'ab'.repeat(32) }],
    [{ before: 'SHA-256 of requirements, revision 1', code: '' }, { code: '0123456789abcdef'.repeat(4) }],
    [hashOf('/opt/phone/uploadd'), { code: 'fedcba9876543210'.repeat(4) }],
    ['sockspec', '0.1.0'],
    ['seed', '7'],
    ['exit status', '0'],
    ['made again by', { code: 'sockspec report run.json --report statement=FILE' }],
  ]);
});

test('the footer of a run of which no JSON report was kept says so', () => {
  expect(paperOf(statedRun, { files: [], command: 'sockspec report' }).footer.at(-1)).toEqual([
    'made again by',
    'nothing: no JSON report of this run was kept (--report json=FILE)',
  ]);
});

test('its policy lets the page have its style, and do nothing else', () => {
  const hash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

  expect(STYLE_HASH).toBe(hash);
  expect(inHtml(statedRun)).toContain(
    `content="default-src 'none'; style-src '${hash}'; base-uri 'none'; form-action 'none'"`,
  );
});

test.each(Object.entries({ ...sampleRuns, stated: statedRun }))('both forms of the %s run say the same', (_, run) => {
  const { sections } = paperOf(run, undefined);
  const headings = nodesOf(read(inMarkdown(run)), 'heading').map(textOf);
  const captions = sections.flatMap(({ title, tables }) => [title, ...tables.map(({ caption }) => visible(caption))]);

  expect(headings.slice(1)).toEqual(captions);
  const { texts } = parsePage(inHtml(run));
  expect(captions.filter((caption) => !texts.includes(caption))).toEqual([]);
});

/** Says the same wherever something foreign can stand. */
function uttering(text: string): Run {
  const file = { what: 'program', path: text, problem: text } as const;
  const tested = sampleTested({ version: text, versionProblem: text, files: [file] });
  const { machine } = samplePart();
  return sampleRun({
    targets: [{ name: text, protocol: 'upload', role: 'server', kind: 'exec', address: text, tested: [tested] }],
    parts: [
      samplePart({
        ...{ orderedBy: text, runBy: text, started: text, tool: text },
        ...(machine === undefined ? {} : { machine: { ...machine, os: text } }),
      }),
    ],
    cases: (['fail', 'inconclusive', 'not-applicable'] as const).map((verdict) =>
      sampleCase({
        ...{ id: text, target: text, requirement: `upload/server/${verdict}`, verdict, text, source: text },
        ...{ reason: text, expected: text, seen: text, notes: [text], reproduce: text },
      }),
    ),
    ...{ outcome: 'nonconformant', conclusion: text, started: text },
  });
}

test('whatever was uttered, the page has the same elements and attributes, and no character without a glyph', () => {
  const plain = parsePage(inHtml(uttering('§'))).skeleton;

  fc.assert(
    fc.property(anyText, (text) => {
      // An empty text leaves out rows, which is no markup.
      const page = inHtml(uttering(`§${text}`));

      expect(parsePage(page).skeleton).toEqual(plain);
      expect(parsePage(page).errors).toEqual([]);
      expect(page.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 30 },
  );
});

const LIVE = ['html', 'link', 'image', 'linkReference', 'imageReference', 'footnoteReference', 'definition'];

test.each([
  '<script>x</script>',
  '[a](https://example.test)',
  '![a](b) | c | d',
  '@someone #12 https://example.test',
  '`a` **b**\n# c\n- d',
])('%j is text in Markdown', (attack) => {
  const nodes = nodesOf(read(inMarkdown(uttering(attack))));

  expect(nodes.filter(({ type }) => LIVE.includes(type))).toEqual([]);
  expect(nodes.filter(({ type }) => type === 'heading')).toHaveLength(
    nodesOf(read(inMarkdown(uttering('a'))), 'heading').length,
  );
});

test('a page of a statement is made without a script', () => {
  expect(htmlPaper(paperOf(statedRun, undefined))).not.toContain('<script');
});
