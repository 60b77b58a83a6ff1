import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldTree } from '../../../reports/field-tree.ts';
import { sampleCase } from '../../../reports/samples.ts';
import type { Dissection } from '../../contracts/dissection.ts';
import type { CaseResult, Evidence } from '../../contracts/run.ts';
import { runReport } from '../shell.test.helper.ts';
import { withMessage } from './evidence-messages.ts';

const event = (
  who: Evidence['who'],
  what: Evidence['what'],
  octets: string,
  more: Partial<Evidence> = {},
): Evidence => {
  const all = Buffer.from(octets, 'latin1');
  return { t: 1, who, what, connection: 1, octets: all.length, hex: all.toString('hex'), ...more };
};
const sent = (octets: string, more: Partial<Evidence> = {}): Evidence => event('harness', 'send', octets, more);
const came = (octets: string, more: Partial<Evidence> = {}): Evidence => event('iut', 'receive', octets, more);

function told(requirement: string, evidence: readonly Evidence[], changes: Partial<CaseResult> = {}) {
  const one = withMessage(sampleCase({ requirement, verdict: 'fail', evidence: [...evidence], ...changes }));
  return one.messages?.[0];
}

const upload = 'a.txt\n\0\0\x03\xff\n';

test('the upload that was sent is told, with the field that is judged', () => {
  expect(told('upload/server/size-is-four-octets', [sent(upload), sent('x'.repeat(1023))])).toMatchObject({
    ...{ by: 'harness', name: 'upload', octets: 11 + 1023 },
    fields: [
      { path: 'name', from: 0, to: 6, terminator: 1 },
      { path: 'size', from: 6, to: 10, number: '1023' },
      { path: 'end', from: 10, to: 11 },
      { path: 'contents', from: 11, to: 1034 },
    ],
    marked: { from: 6, to: 10, why: 'what is judged: size' },
  });
});

test('a cut is marked where the requirement is about it, and what was stored otherwise from where it differs', () => {
  const pieces = [sent(upload.slice(0, 8)), sent(upload.slice(8)), sent('x'.repeat(1023))];
  const seen = 'stored with 4 octets of 1,023 octets, unlike what was sent from octet 5 on';

  expect(told('upload/server/header-split-anywhere', pieces)?.marked).toEqual({
    ...{ from: 7, to: 9 },
    why: 'a segment ends after octet 8',
  });
  expect(told('upload/server/stores-contents-exactly', pieces, { seen })?.marked).toMatchObject({ from: 15, to: 16 });
});

const none: Dissection = { by: 'harness', name: '', octets: 0, hex: '', fields: [] };

test('of a line server the line is told that the finding quotes, else the last', () => {
  const lines = [sent('first line\nsecond '), sent('line\nthird line\n')];
  const tree = (seen: string) => fieldTree(told('lines/server/shows-each-line', lines, { seen }) ?? none);

  expect(tree('"second line" missing')[0]).toMatch(/line {2}"second line"$/);
  expect(tree('nothing')[0]).toMatch(/line {2}"third line"$/);
});

test('what a client said in the other order is marked, and its octets that are wrong', () => {
  const little = [came('\x01\0\0\0\x04\0\0\0'), came('data')];
  const wrong = [came('a.txt\n\0\0\0\x04_data')];

  expect(told('record/client/closes-at-end', little)).toMatchObject({
    ...{ by: 'iut', name: 'record', octets: 12 },
    marked: { from: 4, to: 8, why: expect.stringMatching(/^size is 67108864 .* 4, which fits$/) },
  });
  expect(told('upload/client/header-is-well-formed', wrong)?.marked).toMatchObject({ from: 10, to: 11 });
});

test('a line end behind a phrase is marked, where the phrase is in no database', () => {
  const seen = (words: string) =>
    told('fortune/server/phrase-is-whole', [came('A phrase.\n')], { seen: words })?.marked;

  expect(seen('"A phrase.\\n", which is not in the database')).toMatchObject({ from: 9, to: 10 });
  expect(seen('a phrase of the database')).toBeUndefined();
});

test('of a message that the evidence cuts its length is told all the same', () => {
  const cut = [came('\0\0\0\x01\0\x01\0\0'), came('x'.repeat(100), { octets: 65_536, cut: true })];

  expect(told('record/client/size-matches-data', cut)).toMatchObject({
    octets: 8 + 65_536,
    fields: [{}, { number: '65536' }, { path: 'data', from: 8, to: 8 + 65_536 }],
    marked: { from: 4, to: 8 },
  });
});

test('contents that are not whole are no matter of the name', () => {
  const marked = (seen: string) => told('upload/server/stores-under-its-name', [sent(upload)], { seen })?.marked?.why;

  expect(marked('another name')).toBe('what is judged: name');
  expect(marked('stored empty, in place of 5 octets')).toBe('what is judged: size');
});

test.each<readonly [string, string, readonly Evidence[], Partial<CaseResult>]>([
  ['how a connection went', 'record/client/closes-at-end', [sent(upload)], { seen: 'open, silence' }],
  [
    'the end of a program',
    'fortune/server/rests',
    [came('A phrase.')],
    { seen: 'the IUT has ended with exit status 1' },
  ],
  ['a described protocol', 'kv/server/answers', [sent('x')], {}],
  ['a pass', 'upload/server/large-file', [sent(upload)], { verdict: 'pass' }],
  ['nothing that was sent', 'upload/server/large-file', [], {}],
  [
    'what was read slowly, of which octets are missing',
    'fortune/server/survives-slow-reader',
    [{ t: 1, who: 'harness', what: 'note', connection: 1, text: 'read 20 octets slowly' }, came('rest of a phrase')],
    {},
  ],
  [
    'octets behind events that were left out',
    'lines/server/long-line',
    [{ t: 1, who: 'harness', what: 'note', text: '183 events left out' }, sent('part\n')],
    {},
  ],
])('nothing is told of %s', (_, requirement, evidence, changes) => {
  expect(told(requirement, evidence, changes)).toBeUndefined();
});

test('a next client that was not served is not what is told', () => {
  const evidence = [sent('a\n\0\0\0\x01\nx'), sent('next.txt\n\0\0\0\0\n', { connection: 2 })];

  expect(told('upload/server/reset-anywhere', evidence, { nextClientUnserved: true })?.octets).toBe(8);
});

test('whatever the evidence is, it breaks no report', () => {
  const octets = fc.oneof(
    fc.string(),
    fc.uint8Array().map((it) => Buffer.from(it).toString('hex')),
    fc.constant('00ff0a'),
  );
  const any: fc.Arbitrary<Evidence> = fc.record(
    {
      t: fc.nat(),
      who: fc.constantFrom<Evidence['who']>('harness', 'iut'),
      what: fc.constantFrom<Evidence['what']>('send', 'receive', 'connect', 'note'),
      connection: fc.nat(3),
      octets: fc.nat(),
      hex: octets,
      text: fc.string(),
      cut: fc.boolean(),
    },
    { requiredKeys: ['t', 'who', 'what'] },
  );
  const rows = ['upload/server/size-is-four-octets', 'upload/client/contents-exact', 'lines/server/line-in-pieces'];
  fc.assert(
    fc.property(
      fc.constantFrom(...rows, 'record/client/header-is-big-endian', 'fortune/client/reads-past-one-buffer'),
      fc.array(any),
      fc.string(),
      (requirement, evidence, seen) => {
        const message = told(requirement, evidence, { seen });
        if (message !== undefined) expect(fieldTree(message).length).toBeGreaterThan(0);
      },
    ),
  );
});

test('a run tells the message of a client with its size in the other order', async () => {
  const words = ['record/client', '--fault', 'little-endian-header', '--only', 'record/client/header-is-big-endian'];
  const { run } = await runReport(words);

  const [failed] = run.cases.filter(({ verdict }) => verdict === 'fail');
  expect(failed?.messages).toMatchObject([
    { by: 'iut', name: 'record', marked: { from: 4, to: 8, why: expect.stringContaining('which fits') } },
  ]);
});
