import { expect, test } from 'vitest';
import type { Requirement } from '../harness/contracts/requirement.ts';
import type { CaseResult } from '../harness/contracts/run.ts';
import { explained } from './causes.ts';
import { sampleCase } from './samples.ts';

const requirement = (name: string, dependsOn: readonly string[] = []): Requirement => ({
  id: `made/server/${name}`,
  level: 'MUST',
  source: 'none',
  text: `${name} holds.`,
  seen: ['wire'],
  provoked: 'by hand',
  failure: `${name} is forgotten.`,
  mend: `Do ${name}.`,
  dependsOn: dependsOn.map((cause) => `made/server/${cause}`),
});

/** `contents` comes of `header`, that of `size`; `rest` of either of two. */
const requirements = [
  requirement('size'),
  requirement('header', ['size']),
  requirement('contents', ['header']),
  requirement('rest', ['contents', 'other']),
  requirement('other'),
];

const of = (name: string, verdict: CaseResult['verdict'], changes: Partial<CaseResult> = {}): CaseResult =>
  sampleCase({ requirement: `made/server/${name}`, verdict, ...changes });

function causes(cases: readonly CaseResult[]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    explained(cases, requirements).map(({ target, requirement: id, explainedBy }) => [
      `${target === 'phone' ? '' : `${target} `}${id.split('/').at(-1)}`,
      explainedBy?.split('/').at(-1),
    ]),
  );
}

test('a broken case says what it usually comes of and how it is mended, and no other does', () => {
  const [failed, passed] = explained([of('size', 'fail'), of('other', 'pass', { mend: 'old' })], requirements);

  expect(failed).toMatchObject({ failure: 'size is forgotten.', mend: 'Do size.' });
  expect(passed).not.toHaveProperty('failure');
  expect(passed).not.toHaveProperty('mend');
});

test('a failure is explained by the first that it comes of, over any number between', () => {
  expect(causes([of('size', 'fail'), of('header', 'fail'), of('contents', 'fail'), of('rest', 'fail')])).toEqual({
    size: undefined,
    header: 'size',
    contents: 'size',
    rest: 'size',
  });
});

test('what was not concluded between does not hide the cause, what passed does', () => {
  expect(causes([of('size', 'fail'), of('header', 'inconclusive'), of('contents', 'fail')]).contents).toBe('size');
  expect(causes([of('size', 'fail'), of('contents', 'fail')]).contents).toBe('size');
  expect(causes([of('size', 'fail'), of('header', 'pass'), of('contents', 'fail')]).contents).toBeUndefined();
});

test('another cause counts where the likeliest holds', () => {
  expect(causes([of('contents', 'pass'), of('other', 'fail'), of('rest', 'fail')]).rest).toBe('other');
});

test('another target explains nothing', () => {
  expect(causes([of('size', 'fail', { target: 'pc' }), of('header', 'fail')])).toEqual({
    'pc size': undefined,
    header: undefined,
  });
});

test('a broken SHOULD explains no broken MUST, and is explained by one', () => {
  expect(causes([of('size', 'warning'), of('header', 'fail')]).header).toBeUndefined();
  expect(causes([of('size', 'warning'), of('header', 'warning')]).header).toBe('size');
  expect(causes([of('size', 'fail'), of('header', 'warning')]).header).toBe('size');
});

test('a known failure explains none that is new', () => {
  expect(causes([of('size', 'fail', { known: 'ticket 1' }), of('header', 'fail')]).header).toBeUndefined();
  expect(causes([of('size', 'fail', { known: 'ticket 1' }), of('header', 'fail', { known: 'ticket 2' })]).header).toBe(
    'size',
  );
});

const printed = (error: string, line: number): CaseResult['evidence'][number] => ({
  ...{ t: 1, who: 'iut', what: 'output' },
  text: `Traceback (most recent call last):\n  File "server.py", line ${line}, in serve\n    f()\n${error}\n`,
});
const ended = (how: string, ...before: CaseResult['evidence']): Partial<CaseResult> => ({
  evidence: [...before, { t: 2, who: 'iut', what: 'exit', text: how }],
});
const crashed = (error: string, line = 7): Partial<CaseResult> => ended('status 1', printed(error, line));

test('a requirement that fails in a corner of it alone explains nothing; one that fails in its first case or in most does', () => {
  const corner = [of('size', 'pass'), of('size', 'fail'), of('size', 'pass')];
  const most = [of('size', 'pass'), of('size', 'fail'), of('size', 'fail')];
  const first = [of('size', 'inconclusive'), of('size', 'fail'), of('size', 'pass'), of('size', 'pass')];

  expect(causes([...corner, of('header', 'fail')]).header).toBeUndefined();
  expect(causes([...most, of('header', 'fail')]).header).toBe('size');
  expect(causes([...first, of('header', 'fail')]).header).toBe('size');
});

test('a program that ended by itself did so by the error of its cause, or by another mistake', () => {
  const withCause = (cause: Partial<CaseResult>, one: Partial<CaseResult>) =>
    causes([of('size', 'fail', cause), of('header', 'fail', one)]).header;

  expect(withCause(crashed("KeyError: 'a1'"), crashed("KeyError: 'b2'"))).toBe('size');
  expect(
    withCause(crashed('KeyError: 1'), crashed('ConnectionResetError: [Errno 104] reset by peer', 8)),
  ).toBeUndefined();
  expect(withCause({}, crashed('KeyError: 1'))).toBeUndefined();
  expect(withCause(crashed('KeyError: 1'), {})).toBeUndefined();
  expect(withCause(ended('signal SIGSEGV'), ended('signal SIGSEGV'))).toBe('size');
  expect(withCause(ended('status 0'), ended('signal SIGPIPE'))).toBeUndefined();
});

test('what a program that ends as if all were well printed before is no error', () => {
  const shown = (text: string) => ended('status 0', { t: 1, who: 'iut', what: 'output', text });

  expect(causes([of('size', 'fail', shown('one\n')), of('header', 'fail', shown('two\n'))]).header).toBe('size');
});

test('of failures by one error in one line the first is mended first, whatever was asked', () => {
  const error = 'IndexError: list index out of range';

  expect(causes([of('size', 'fail', crashed(error)), of('other', 'fail', crashed(error))]).other).toBe('size');
  expect(causes([of('size', 'fail', crashed(error)), of('other', 'fail', crashed(error, 9))]).other).toBeUndefined();
  expect(causes([of('size', 'warning', crashed(error)), of('other', 'fail', crashed(error))]).other).toBeUndefined();
});

test('errors that arise in the library of a runtime are of the line of the program that led there', () => {
  const error = 'RangeError: Attempt to access memory outside buffer bounds';
  const thrown = (line: number) =>
    ended('status 1', {
      ...{ t: 1, who: 'iut', what: 'output' },
      text: `${error}\n    at boundsError (node:internal/buffer:86:11)\n    at Socket.read (file:///s.mjs:${line}:20)\n\nNode.js v20.20.2\n`,
    });

  expect(causes([of('size', 'fail', thrown(3)), of('other', 'fail', thrown(3))]).other).toBe('size');
  expect(causes([of('size', 'fail', thrown(3)), of('other', 'fail', thrown(4))]).other).toBeUndefined();
});

test('a cause that itself comes of another gives way to that', () => {
  const error = 'IndexError: list index out of range';
  const [other, size] = [of('other', 'fail', crashed(error)), of('size', 'fail', crashed(error))];

  expect(causes([other, size, of('header', 'fail', crashed(error, 9))])).toEqual({
    other: undefined,
    size: 'other',
    header: 'other',
  });
});

test('the end of a program is told before what its requirement usually means', () => {
  const advice = (changes: Partial<CaseResult>) => explained([of('size', 'fail', changes)], requirements)[0];

  expect(advice(crashed('KeyError: 1'))).toMatchObject({
    failure:
      'The program ended by itself. It did not handle an error: what it printed last says which, and in which line. Otherwise: size is forgotten.',
    mend: expect.stringMatching(/^Mend that line; .* client alone.* Otherwise: Do size\.$/),
  });
  expect(advice(ended('signal SIGSEGV'))?.failure).toMatch(/^The program ended by itself\. It used memory/);
  expect(advice(ended('signal SIGPIPE'))?.mend).toMatch(/^Ignore SIGPIPE/);
  expect(advice(ended('status 0'))?.mend).toMatch(/^Serve in an endless loop/);
});

test('a client may end: only a signal, or an error that it did not handle, is told first', () => {
  const client = { ...requirement('size'), id: 'made/client/size' };
  const advice = (changes: Partial<CaseResult>) =>
    explained([sampleCase({ requirement: client.id, verdict: 'fail', ...changes })], [client])[0]?.failure;

  expect(advice(ended('status 0'))).toBe('size is forgotten.');
  expect(advice(ended('status 2'))).toBe('size is forgotten.');
  expect(advice(crashed('KeyError: 1'))).toMatch(/^The program ended by itself/);
  expect(advice(ended('signal SIGSEGV'))).toMatch(/^The program ended by itself/);
  expect(advice(ended('killed by signal SIGSEGV (status null)'))).toMatch(/^The program ended by itself/);
  expect(advice(ended('signal SIGTERM'))).toBe('size is forgotten.');
  expect(advice(ended('ended by itself (status 0)'))).toBe('size is forgotten.');
  expect(advice({ evidence: [{ t: 1, who: 'harness', what: 'exit', text: 'signal SIGTERM' }] })).toBe(
    'size is forgotten.',
  );
});

test('a case of a saved run keeps what it says where its requirement is not known here', () => {
  const saved = sampleCase({ requirement: 'kv/server/answers', verdict: 'fail', mend: 'Answer.', explainedBy: 'x' });

  expect(explained([saved], requirements)).toEqual([saved]);
});

test('errors of the harness and what was not concluded are explained by nothing', () => {
  expect(causes([of('size', 'fail'), of('header', 'error'), of('contents', 'inconclusive')])).toEqual({
    size: undefined,
    header: undefined,
    contents: undefined,
  });
});
