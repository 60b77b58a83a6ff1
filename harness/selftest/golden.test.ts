import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { sampleCase, sampleRun } from '../../reports/samples.ts';
import type { CaseResult } from '../contracts/run.ts';
import { faultSubjects } from './faults.ts';
import { accepted, type Block, blockOf, completed, differences, type Golden, pruned } from './golden.ts';
import { goldenFile, goldenFolder, readGolden, tellOtherwise, unlikeGolden } from './golden-files.ts';
import { goldenText, parseGolden } from './golden-form.ts';
import { recordedFaults, recordedSuites } from './recorded-faults.ts';
import type { Subject } from './subject.ts';
import { verdictsOn } from './verdicts.ts';

const breaks = ['size-is-big-endian', 'name-empty'];

function red(row: string, expected: string, seen: string, changes: Partial<CaseResult> = {}): CaseResult {
  const reason = `expected ${expected}; saw ${seen}`;
  return sampleCase({ requirement: `upload/server/${row}`, verdict: 'fail', expected, seen, reason, ...changes });
}

test('a block has what a person reads of each row that is broken, each wording once, without what differs from run to run', () => {
  const block = blockOf({ breaks }, [
    red('size-is-big-endian', '258 octets within 600 ms', '"a7x.b" of 513 octets'),
    red('size-is-big-endian', '10 octets within 750 ms', '"other" of 1 octet'),
    red('size-is-big-endian', 'one that passed', 'it', { verdict: 'pass' }),
    red('name-empty', 'no file', 'a file', {
      verdict: 'warning',
      reason: 'the second upload: expected no file; saw a file',
    }),
    sampleCase({ requirement: 'upload/server/name-empty', verdict: 'fail', reason: 'nobody at port 40001' }),
    red('answers-nothing', 'nothing', 'what it merely may redden'),
  ]);

  expect(goldenText(new Map([['fault upload/server: made-up', block]]))).toBe(
    [
      'fault upload/server: made-up',
      '  name-empty',
      '    fail: reason nobody at port #',
      '    warning: expected no file; saw a file; reason the second upload',
      '  size-is-big-endian',
      '    fail: expected # octet within # s; saw "…" of # octet',
      '',
    ].join('\n'),
  );
});

const block = (...lines: readonly string[]): Block => {
  const text = ['a fault', '  row', ...lines.map((line) => `    ${line}`)].join('\n');
  return parseGolden(text).get('a fault') ?? new Map();
};
const golden = (...lines: readonly string[]): Golden => new Map([['a fault', block(...lines)]]);

test.each([
  ['another wording', ['fail: old'], ['fail: new'], ["row: expected 'fail: old', found 'fail: new'"]],
  ['a wording more', ['fail: old'], ['fail: old', 'fail: new'], ["row: expected 'fail: old', found 'fail: new'"]],
  ['a wording less', ['fail: a', 'fail: b'], ['fail: a'], ["row: expected 'fail: b', found 'fail: a'"]],
  ['no word at all, which is a missed row', ['fail: a'], [], []],
  [
    'one that is said sometimes alone',
    ['fail: a', 'sometimes fail: b'],
    ['fail: b'],
    ["row: expected 'fail: a', found 'fail: b'"],
  ],
  ['what is said sometimes, and was not', ['fail: a', 'sometimes fail: b'], ['fail: a'], []],
  ['what is said sometimes, and was', ['fail: a', 'sometimes fail: b'], ['fail: a', 'fail: b'], []],
  ['one of several', ['sometimes fail: a', 'sometimes fail: b'], ['fail: b'], []],
])('%s', (_, recorded, found, expected) => {
  expect(differences(block(...recorded), block(...found))).toEqual(expected);
});

test('what a case that was left open would have said is no difference', () => {
  const open = (requirement: string): CaseResult => sampleCase({ requirement, verdict: 'inconclusive' });
  const recorded = block('fail: a', 'fail: b');
  const found = (requirement: string): readonly string[] =>
    differences(recorded, completed(block('fail: b', 'fail: c'), recorded, [open(requirement)]));

  expect(found('made/up/row')).toEqual(["row: expected 'fail: a' and 'fail: b', found 'fail: c'"]);
  expect(found('made/up/another')).toEqual(["row: expected 'fail: a', found 'fail: c'"]);
});

test('what is not recorded at all is a difference', () => {
  expect(differences(undefined, block('fail: new'))).toEqual(["row: expected nothing, found 'fail: new'"]);
});

test.each([
  ['what was said takes the place of what was not', false, ['fail: a'], ['fail: b'], ['fail: b']],
  [
    'what is said sometimes stays',
    false,
    ['sometimes fail: a', 'fail: b'],
    ['fail: c'],
    ['sometimes fail: a', 'fail: c'],
  ],
  [
    '--sometimes keeps both',
    true,
    ['fail: a', 'fail: b'],
    ['fail: b', 'fail: c'],
    ['sometimes fail: a', 'fail: b', 'sometimes fail: c'],
  ],
  ['what is said for the first time is said', true, [], ['fail: a'], ['fail: a']],
  ['what was not red stays', false, ['fail: a'], [], ['fail: a']],
])('accepted: %s', (_, isOneOfMany, recorded, found, expected) => {
  const before: Golden = recorded.length === 0 ? new Map() : golden(...recorded);

  expect(goldenText(accepted(before, golden(...found), isOneOfMany))).toBe(goldenText(golden(...expected)));
});

test('what is recorded of no fault, and of what a fault does not break, goes', () => {
  const recorded = parseGolden('a fault\n  row\n    fail: a\n  other\n    fail: a\n\nno fault\n  row\n    fail: a\n');
  const [fault] = faultSubjects;
  if (fault === undefined) throw new Error('expected a fault');

  expect(goldenText(pruned(recorded, [{ ...fault, name: 'a fault', breaks: ['row'] }]))).toBe(
    goldenText(golden('fail: a')),
  );
});

test('a difference names the file, the fault, the row, both wordings and the command that records the new one', () => {
  const [fault] = recordedFaults.filter(({ target }) => target.suite === 'upload/server');
  const [row = ''] = fault?.breaks ?? [];
  if (fault === undefined) throw new Error('expected a fault of upload/server');
  const [difference] = unlikeGolden(fault, [red(row, 'made-up words', 'others')]);

  expect(difference).toMatch(
    /^fixtures\/golden\/upload\/server\.txt: fault upload\/server: .*: expected '(fail|warning): .*', found 'fail: expected made-up words; saw others' \(npm run selftest:golden records what was found\)$/,
  );
});

test.each([
  ['frames', 1, 0],
  ['upload/server', 0, 1],
])('other words are a mistake of captures, and are told of programs: %s', (suite, mistakes, told) => {
  const [fault] = recordedFaults.filter(({ target }) => target.suite === suite);
  const [row = ''] = fault?.breaks ?? [];
  if (fault === undefined) throw new Error(`expected a fault of ${suite}`);
  const requirement = `${suite}/${row}`;
  const said = [red(row, 'made-up words', 'others', { requirement, target: fault.name })];
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  tellOtherwise([fault], () => said);

  expect(written.mock.calls.filter(([text]) => String(text).startsWith('said otherwise: '))).toHaveLength(told);
  written.mockRestore();
  expect(verdictsOn(fault, sampleRun({ cases: said })).words).toHaveLength(mistakes);
});

test('each fault has a block, each of its rows that were judged a wording, and no block is left over', () => {
  const files = readdirSync(goldenFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.txt'),
  );

  expect(files.toSorted()).toEqual(recordedSuites.map((suite) => `${suite}.txt`).toSorted());
  for (const suite of recordedSuites) {
    const faults = recordedFaults.filter(({ target }) => target.suite === suite);
    const recorded = readGolden(goldenFolder, suite);

    expect(readFileSync(goldenFile(goldenFolder, suite), 'utf8')).toBe(goldenText(recorded));
    expect([...recorded.keys()].filter((name) => !faults.some((fault) => fault.name === name))).toEqual([]);
    for (const fault of faults) {
      const rows = [...(recorded.get(fault.name) ?? [])];

      expect(
        rows.filter(([, said]) => said.length === 0).map(([row]) => row),
        fault.name,
      ).toEqual([]);
      // A law that does not apply to a protocol is not broken there.
      const unrecorded = fault.breaks.filter((row) => !rows.some(([one]) => one === row));
      expect(isOfLaws(fault) ? [] : unrecorded, fault.name).toEqual([]);
      expect(
        rows.filter(([row]) => !fault.breaks.includes(row)).map(([row]) => row),
        fault.name,
      ).toEqual([]);
    }
  }
});

function isOfLaws(fault: Subject): boolean {
  return !faultSubjects.includes(fault);
}
