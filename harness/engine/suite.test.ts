import { expect, onTestFinished, test } from 'vitest';
import type { Selection, WorkerPlan } from '../contracts/plan.ts';
import { type RequirementRow, requirementTable } from '../contracts/requirement-table.ts';
import { NotReachable } from '../contracts/target.ts';
import { watchDialogue } from '../processes/dialogue.ts';
import { type Attempt, type Smaller, unjudged } from './attempt.ts';
import type { Check } from './cases.ts';
import { lostCases } from './lost-cases.ts';
import { type CaseRunner, defineSuite } from './suite.ts';

/** What a suite makes of its cases: which there are, which a plan means, and how often each is run. */

const row: RequirementRow = {
  level: 'MUST',
  source: 'RFC 768',
  text: 'It is.',
  seen: [],
  provoked: '',
  failure: '',
  mend: '',
};
const table = requirementTable('made/up', { one: row, several: row, last: { ...row, level: 'SHOULD' } });

type Told = string[];

/** Each case tells who it is. */
function cases(check: Check<Told, keyof typeof table.rows & string>): void {
  check('one', async (told) => void told.push('one'));
  check('several', [1, 'b', { label: 'c', octets: 3 }], async (told, value) => {
    told.push(typeof value === 'object' ? `${value.label}${value.octets}` : `${value}`);
  });
  check('last', async (told) => void told.push('last'));
}

const ids = ['made/up/one', 'made/up/several[1]', 'made/up/several[b]', 'made/up/several[c]', 'made/up/last'];
const all: Selection = { suites: [], only: [], skip: [] };

function planOf(more: Partial<WorkerPlan> = {}): WorkerPlan {
  return {
    target: {
      ...{ name: 'it', suite: 'made/up', role: 'server', transport: 'tcp', reproduce: '' },
      means: { kind: 'address', host: '127.0.0.1', port: 1 },
      limits: {},
      capabilities: {},
    },
    selection: all,
    seed: 1,
    repeat: 1,
    ...more,
  };
}

const passes: Attempt = { ...unjudged(''), verdict: 'pass' };

/** Opens the suite on a runner that makes these attempts, one after another. */
function open(plan: WorkerPlan, attempts: readonly Attempt[] = [passes]) {
  const told: Told = [];
  let made = 0;
  const attempt: CaseRunner<Told>['attempt'] = async (_, body) => {
    await body(told);
    made += 1;
    return attempts[(made - 1) % attempts.length] ?? passes;
  };
  const runner = { timeoutMs: 1000, concurrent: false, attempt, close: async () => undefined };
  return { told, opened: defineSuite(table, cases, () => runner).open(plan) };
}

const never = new AbortController().signal;

test('the cases of a suite are told without opening it', () => {
  const suite = defineSuite(table, cases, () => {
    throw new Error('it was opened');
  });

  expect(suite.caseIds()).toEqual(ids);
});

test.each<[string, Partial<WorkerPlan>, readonly string[]]>([
  ['all', {}, ids],
  ['one of several', { selection: { ...all, only: ['made/up/several[b]'] } }, ['made/up/several[b]']],
  ['none', { selection: { ...all, suites: ['upload/**'] } }, []],
  ['the first shard', { shard: { index: 1, of: 2 } }, ['made/up/one', 'made/up/several[b]', 'made/up/last']],
  ['the second shard', { shard: { index: 2, of: 2 } }, ['made/up/several[1]', 'made/up/several[c]']],
  ['one case a requirement', { quick: true }, ['made/up/one', 'made/up/several[1]', 'made/up/last']],
  [
    'one case a requirement of what is selected',
    { quick: true, selection: { ...all, skip: ['made/up/several[1]'] } },
    ['made/up/one', 'made/up/several[b]', 'made/up/last'],
  ],
  [
    'a shard of what is selected alone',
    { shard: { index: 2, of: 2 }, selection: { ...all, skip: ['made/up/one'] } },
    ['made/up/several[b]', 'made/up/last'],
  ],
])('a plan means: %s', (_, more, meant) => {
  expect(open(planOf(more)).opened.cases.map(({ id }) => id)).toEqual(meant);
});

test('every shard together is every case once', () => {
  const shards = [1, 2, 3].flatMap((index) => open(planOf({ shard: { index, of: 3 } })).opened.cases);

  expect(shards.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

test('a body is given the row of its own case', async () => {
  const { opened, told } = open(planOf());
  for (const one of opened.cases) await one.run(never);

  expect(told).toEqual(['one', '1', 'b', 'c3', 'last']);
});

test('a record names case, requirement, level and target', async () => {
  const record = await open(planOf()).opened.cases[1]?.run(never);

  expect(record).toMatchObject({
    ...{ id: 'made/up/several[1]', requirement: 'made/up/several', level: 'MUST', target: 'it' },
    ...{ verdict: 'pass', attempts: ['pass'], flaky: false },
  });
});

test('a person is told the place of each case, unless it is the only one', async () => {
  const told: string[] = [];
  const attempt: CaseRunner<Told>['attempt'] = async (_requirement, _body, _signal, name) => {
    told.push(name.told);
    return passes;
  };
  const runner = { timeoutMs: 1000, concurrent: false, attempt, close: async () => undefined };
  const suite = defineSuite(table, cases, () => runner);
  for (const one of suite.open(planOf()).cases.slice(0, 2)) await one.run(never);
  for (const one of suite.open(planOf({ selection: { ...all, only: ['made/up/last'] } })).cases) await one.run(never);

  expect(told).toEqual(['1 of 5: case made/up/one', '2 of 5: case made/up/several[1]', 'case made/up/last']);
});

const fails: Attempt = { ...unjudged('expected a; saw b'), verdict: 'fail' };
const warns: Attempt = { ...fails, verdict: 'warning' };
const again: Attempt = { ...unjudged('the operator asked for the case once more'), wish: 'again' };

test('a case that the operator asks for once more is judged by its last attempt, which says so', async () => {
  const { opened, told } = open(planOf(), [again, again, passes]);
  const record = await opened.cases[0]?.run(never);

  expect(told).toEqual(['one', 'one', 'one']);
  expect(record).toMatchObject({ verdict: 'pass', attempts: ['pass'], flaky: false });
  expect(record?.notes).toContain('judged once more, as the operator asked');
});

test('a case is not judged once more for ever', async () => {
  const { opened, told } = open(planOf(), [again]);

  expect(await opened.cases[0]?.run(never)).toMatchObject({ verdict: 'inconclusive', reason: again.reason });
  expect(told).toHaveLength(11);
});

const back: Attempt = { ...unjudged('the operator took the last answer back'), wish: 'back' };

/** Opens the suite for an operator who answers in these cases; `script` says how the attempts at each end, one after another. */
function openAnswered(
  inCases: readonly string[],
  script: Readonly<Record<string, readonly Attempt[]>>,
  onSaid: () => void = () => undefined,
) {
  const attempted: string[] = [];
  const said: string[] = [];
  const replaced: (readonly [string, string | undefined])[] = [];
  const say = (text: string): void => {
    said.push(text);
    onSaid();
  };
  const { close } = watchDialogue({ say, ask: async () => 'nobody', wait: async () => 'nobody' });
  onTestFinished(close);
  const attempt: CaseRunner<Told>['attempt'] = async (_requirement, _body, _signal, { id, answered }) => {
    const made = script[id]?.[attempted.filter((one) => one === id).length] ?? passes;
    attempted.push(id);
    if (inCases.includes(id) && made.wish === undefined) answered();
    return made;
  };
  const runner = { timeoutMs: 1000, concurrent: false, attempt, close: async () => undefined };
  const { cases: opened } = defineSuite(table, cases, () => runner).open(planOf());
  const run = (index: number, signal = never) =>
    opened[index]?.run(signal, (id, record) => replaced.push([id, record?.verdict]));
  return { attempted, said, replaced, run };
}

test('an answer that is taken back has its case judged once more, and then the one at hand', async () => {
  const one = 'made/up/one';
  const { attempted, said, replaced, run } = openAnswered([one], { [one]: [fails, passes], [ids[2] ?? '']: [back] });
  const verdicts = [await run(0), await run(1), await run(2)].map((record) => record?.verdict);

  expect(verdicts).toEqual(['fail', 'pass', 'pass']);
  // Nobody answered in the case between.
  expect(attempted).toEqual([one, ids[1], ids[2], one, ids[2]]);
  expect(replaced).toEqual([
    [one, undefined],
    [one, 'pass'],
  ]);
  expect(said).toEqual([`1 of 5: case ${one}: its answer is taken back; the case is judged once more`]);
});

test('answers are taken back one after another, as far as there are any', async () => {
  const [first = '', second = '', third = ''] = ids;
  const script = { [first]: [passes, back, fails], [second]: [passes, back, warns], [third]: [back] };
  const { attempted, said, replaced, run } = openAnswered([first, second], script);
  for (const index of [0, 1, 2]) await run(index);

  expect(attempted).toEqual([first, second, third, second, first, first, second, third]);
  expect(replaced).toEqual([
    [second, undefined],
    [first, undefined],
    [first, 'fail'],
    [second, 'warning'],
  ]);
  expect(said.at(-1)).toBe(`1 of 5: case ${first}: there is no answer to take back`);
});

test('an operator who stops the run ends the case at hand, and no other begins', async () => {
  const stop: Attempt = { ...unjudged('the operator stopped the run'), wish: 'stop' };
  const { attempted, run } = openAnswered([], { [ids[1] ?? '']: [stop] });
  const verdicts = [await run(0), await run(1), await run(2)].map((record) => record?.verdict);

  expect(verdicts).toEqual(['pass', undefined, undefined]);
  expect(attempted).toEqual(ids.slice(0, 2));
});

test('cases that are judged already keep their place, and are not run', async () => {
  const told: string[] = [];
  const attempt: CaseRunner<Told>['attempt'] = async (_requirement, _body, _signal, name) => {
    told.push(name.told);
    return passes;
  };
  const runner = { timeoutMs: 1000, concurrent: false, attempt, close: async () => undefined };
  const plan = planOf({ judged: ['made/up/one', 'made/up/several[b]', 'made/up/several[c]'] });
  for (const one of defineSuite(table, cases, () => runner).open(plan).cases) await one.run(never);

  expect(told).toEqual(['2 of 5: case made/up/several[1]', '5 of 5: case made/up/last']);
});

test('what was taken back when the run ends has no verdict', async () => {
  const one = 'made/up/one';
  const ended = new AbortController();
  const { replaced, run } = openAnswered([one], { [ids[1] ?? '']: [back] }, () => ended.abort());
  await run(0);

  expect(await run(1, ended.signal)).toBeUndefined();
  expect(replaced).toEqual([[one, undefined]]);
});

test.each<[string, string, readonly Attempt[], object]>([
  ['all pass', 'made/up/one', [passes], { verdict: 'pass', attempts: ['pass', 'pass'], flaky: false, reason: '' }],
  ['one of a MUST fails', 'made/up/one', [passes, fails], { verdict: 'fail', flaky: true }],
  ['one of a SHOULD does not hold', 'made/up/last', [warns, passes], { verdict: 'warning', flaky: true }],
  ['one says why', 'made/up/one', [passes, fails], { reason: 'flaky: pass, fail; expected a; saw b' }],
  ['one is the harness at fault', 'made/up/one', [passes, { ...fails, verdict: 'error' }], { verdict: 'error' }],
])('attempts that are repeated are one record: %s', async (_, only, attempts, record) => {
  const { opened } = open(planOf({ repeat: 2, selection: { ...all, only: [only] } }), attempts);

  expect(await opened.cases[0]?.run(never)).toMatchObject(record);
});

test('notes are told once, and frames of every attempt are kept', async () => {
  const noted = { ...passes, notes: ['cut not proven'], onWire: { ports: [7], groups: ['239.1.2.3'], sent: [[1]] } };
  const { opened } = open(planOf({ repeat: 2 }), [
    noted,
    { ...noted, onWire: { ports: [8], groups: [], sent: [[2]] } },
  ]);

  expect(await opened.cases[0]?.run(never)).toMatchObject({
    notes: ['cut not proven'],
    onWire: { ports: [7, 8], groups: ['239.1.2.3'], sent: [[1], [2]] },
  });
});

test('an interrupted case leaves no record, and is not tried again', async () => {
  const { opened, told } = open(planOf({ repeat: 3 }));

  expect(await opened.cases[0]?.run(AbortSignal.abort())).toBeUndefined();
  expect(told).toEqual([]);
});

test.each([
  [new Error('no such folder'), 'error', 'the harness failed: no such folder'],
  [new NotReachable('the program ended'), 'inconclusive', 'the program ended'],
])('what fails around a body loses no case: %s', async (thrown, verdict, reason) => {
  const attempt = () => Promise.reject(thrown);
  const runner = { timeoutMs: 1000, concurrent: false, attempt, close: async () => undefined };
  const { cases: opened } = defineSuite(table, cases, () => runner).open(planOf());
  const records = await Promise.all(opened.map((one) => one.run(never)));

  expect(records.map((record) => record?.id)).toEqual(ids);
  expect(records[0]).toMatchObject({ verdict, reason });
});

test('a case of which nobody has told is an error, with what is known of its thread', async () => {
  const suite = defineSuite(table, cases, () => ({
    ...{ timeoutMs: 1000, concurrent: false, close: async () => undefined },
    attempt: async () => passes,
  }));
  const plan = planOf({ selection: { ...all, skip: ['made/up/last'] } });
  const [first, , , ...rest] = await lostCases([plan], [], { errors: ['gone'], suiteOf: async () => suite });
  const told = first === undefined ? [] : [first];
  const errors = ['made/up/several[b]: it hung', 'gone'];
  const lost = await lostCases([plan], told, { errors, suiteOf: async () => suite });

  expect(rest.map(({ id }) => id)).toEqual(['made/up/several[c]']);
  expect(lost.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
    ['made/up/several[1]', 'error', 'the harness lost this case: gone'],
    ['made/up/several[b]', 'error', 'the harness lost this case: it hung'],
    ['made/up/several[c]', 'error', 'the harness lost this case: gone'],
  ]);
});

test.each<[string, Attempt['verdict'], () => Promise<Smaller | undefined>, readonly string[]]>([
  ['is told of a failure', 'fail', async () => ({ words: 'smaller', messages: [] }), ['noted', 'smaller']],
  ['is told of a broken SHOULD', 'warning', async () => ({ words: 'smaller', messages: [] }), ['noted', 'smaller']],
  ['is not looked for where the case passed', 'pass', () => Promise.reject(new Error('it was')), ['noted']],
  ['is told of nothing where there is none', 'fail', async () => undefined, ['noted']],
  [
    'that cannot be looked for changes no verdict',
    'fail',
    () => Promise.reject(new Error('the search broke')),
    ['noted', 'the search for a smaller exchange failed: the search broke'],
  ],
])('a smaller stimulus %s', async (_, verdict, smaller, notes) => {
  const attempts: Attempt[] = [{ ...passes, verdict, notes: ['noted'], smaller }];
  const [one] = open(planOf(), attempts).opened.cases;

  expect(await one?.run(never)).toMatchObject({ verdict, notes });
});
