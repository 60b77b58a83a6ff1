import { expect, test } from 'vitest';
import type { TargetMeans, TargetPlan } from '../../contracts/plan.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { leftLines } from './left-files.ts';

const target = (name: string, means: TargetMeans, more: Partial<TargetPlan> = {}): { readonly target: TargetPlan } => ({
  target: {
    ...{ name, suite: 'upload/server', role: 'server', transport: 'tcp', means },
    ...{ limits: {}, capabilities: {}, reproduce: '' },
    ...more,
  },
});

const remote: TargetMeans = { kind: 'address', host: '127.0.0.1', port: 9 };
const launched = (command: string): TargetMeans => ({ kind: 'exec', command, host: '127.0.0.1', tty: false, env: {} });

const caseOf = (of: string, what: 'send' | 'connect'): CaseResult => ({
  ...{ id: 'upload/server/x', requirement: 'upload/server/x', level: 'MUST', source: '', text: '', target: of },
  ...{ verdict: 'pass', reason: '', notes: [], durationMs: 0, attempts: ['pass'], flaky: false, reproduce: '' },
  evidence: [{ t: 0, who: 'harness', what }],
});

test('files at a remote target are told once, with how many cases sent some', () => {
  const cases = [caseOf('phone', 'send'), caseOf('phone', 'send'), caseOf('phone', 'connect'), caseOf('pi', 'send')];

  expect(leftLines([], [target('phone', remote), target('pi', launched('x {port}'))], cases)).toEqual([
    expect.stringMatching(/^files that cases sent are left .*: phone \(2 cases\), pi \(1 case\)$/),
  ]);
});

test('nothing is told of files that the harness removes, and of suites that store nothing', () => {
  const plans = [
    target('stored', remote, { store: '/srv/files' }),
    target('launched', launched('x {port} {dir}')),
    target('lines', remote, { suite: 'lines/server' }),
  ];

  expect(
    leftLines(
      [],
      plans,
      ['stored', 'launched', 'lines'].map((name) => caseOf(name, 'send')),
    ),
  ).toEqual([]);
});

test('what could not be removed is named', () => {
  expect(leftLines(['/srv/a', '/srv/b'], [], [])).toEqual([
    'left, since it cannot be removed without harm: /srv/a, /srv/b',
  ]);
});
