import { expect, test } from 'vitest';
import type { TargetMeans, TargetPlan, WorkerPlan } from '../../contracts/plan.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import { NotReachable, type Target } from '../../contracts/target.ts';
import type { OpenedCase } from '../attempt.ts';
import { Finding } from '../finding.ts';
import type { ClientParts } from './client-context.ts';
import { startedRunner } from './client-suite.ts';
import type { Twin } from './twin.ts';

/** What is remembered of a client from case to case: whether it was ever reached, and when it is worth no more tries. */

const requirement: Requirement = {
  ...{ id: 'made/client/up', level: 'MUST', source: '', text: '', seen: ['wire'], provoked: '', failure: '', mend: '' },
};

const exec: TargetMeans = { kind: 'exec', command: 'client', host: '127.0.0.1', tty: false, env: {} };
const listening = { host: '0.0.0.0', port: 54_321 };

function planOf(means: TargetMeans, more: Partial<TargetPlan> = {}): WorkerPlan {
  return {
    target: {
      ...{ name: 'it', suite: 'made/client', role: 'client', transport: 'tcp', reproduce: '' },
      means,
      limits: { caseMs: 200 },
      capabilities: {},
      ...more,
    },
    selection: { suites: [], only: [], skip: [] },
    seed: 1,
    repeat: 1,
  };
}

/** A client that nothing is known of but where it finds the harness. */
function targetOf({ means }: TargetPlan): Target {
  const start = () => Promise.reject(new NotReachable('clients are started once a case'));
  const address = { address: { host: listening.host, port: listening.port, listenOn: listening.host } };
  return { kind: means.kind, relaunches: true, start, ...(means.kind === 'listen' ? address : {}) };
}

type Body = (parts: ClientParts) => Promise<void>;

/** A runner whose context is what the engine gives to it; counts how often a case was opened and disposed of. */
function runnerOf(
  plan: WorkerPlan,
  opens: () => void = () => undefined,
  exchange?: (parts: ClientParts) => Promise<Twin>,
) {
  const counts = { opened: 0, disposed: 0 };
  const open = async (parts: ClientParts): Promise<OpenedCase<ClientParts>> => {
    counts.opened += 1;
    opens();
    return {
      context: parts,
      notes: () => [],
      dispose: async () => {
        counts.disposed += 1;
      },
    };
  };
  const runner = startedRunner(plan, open, targetOf(plan.target), exchange);
  const run = (body: Body, asked = requirement) =>
    runner.attempt(asked, body, new AbortController().signal, {
      ...{ id: asked.id, told: asked.id },
      isLast: false,
      answered: () => undefined,
    });
  return { runner, counts, run };
}

const connects: Body = async ({ reached }) => reached();

/** As a context does it: a client that connected in other cases has failed this one. */
const staysAway: Body = async ({ missed, wasReached }) => {
  missed('the client did not connect');
  throw wasReached()
    ? new Finding('the client to connect', 'it did not')
    : new NotReachable('the client did not connect');
};

const verdictOf = (attempt: { readonly verdict: string; readonly reason: string }) =>
  attempt.reason === '' ? attempt.verdict : `${attempt.verdict}: ${attempt.reason}`;

test('a client that never connected is tried once', async () => {
  const { run, counts } = runnerOf(planOf(exec));
  const verdicts = [await run(staysAway), await run(connects)].map(verdictOf);

  expect(verdicts).toEqual(['inconclusive: the client did not connect', 'inconclusive: the client did not connect']);
  expect(counts).toEqual({ opened: 1, disposed: 1 });
});

const failed = 'fail: expected the client to connect; saw it did not';
const givenUp = 'inconclusive: the client does not connect any more: the client did not connect';

test.each<[string, readonly Body[], readonly string[], number]>([
  [
    'a client that was reached has failed where it stays away, and after three in a row nobody waits for it any more',
    [connects, staysAway, staysAway, staysAway, connects],
    ['pass', failed, failed, failed, givenUp],
    4,
  ],
  [
    'one that connects in between begins anew',
    [connects, staysAway, staysAway, connects, staysAway, connects],
    ['pass', failed, failed, 'pass', failed, 'pass'],
    6,
  ],
])('%s', async (_, bodies, expected, opened) => {
  const { run, counts } = runnerOf(planOf(exec));
  const verdicts: string[] = [];
  for (const body of bodies) verdicts.push(verdictOf(await run(body)));

  expect(verdicts).toEqual(expected);
  expect(counts).toEqual({ opened, disposed: opened });
});

test('a person who did not start the client once is not asked again, though it was reached before', async () => {
  const { run, counts } = runnerOf(planOf({ kind: 'listen', ...listening }));
  const nobody: Body = async () => {
    throw new NotReachable('nobody started the client');
  };
  const verdicts = [await run(connects), await run(nobody), await run(connects)].map(verdictOf);

  expect(verdicts).toEqual([
    'pass',
    'inconclusive: nobody started the client',
    'inconclusive: nobody started the client',
  ]);
  expect(counts.opened).toBe(2);
});

test('a harness that cannot listen has tested nothing', async () => {
  const { run } = runnerOf(planOf(exec), () => {
    throw new NotReachable('address in use');
  });

  expect([await run(connects), await run(connects)].map(verdictOf)).toEqual([
    'inconclusive: address in use',
    'inconclusive: address in use',
  ]);
});

test('what else fails while a case is opened is the harness at fault', async () => {
  const { run } = runnerOf(planOf(exec), () => {
    throw new TypeError('x is not a function');
  });

  await expect(run(connects)).rejects.toThrow('x is not a function');
});

test('a body that does not end is ended by the limit of its case, and is disposed of', async () => {
  const { run, counts } = runnerOf(planOf(exec));
  const attempt = await run(() => new Promise(() => undefined));

  expect(attempt).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('its limit of 200 ms') });
  expect(counts).toEqual({ opened: 1, disposed: 1 });
});

test.each<[string, Requirement['seen'], Partial<TargetPlan>, string]>([
  ['the wire tells', ['wire'], {}, 'pass'],
  ['frames tell', ['frames'], {}, 'pass'],
  ['a person tells', ['output'], { operator: true }, 'pass'],
  [
    'nobody sees its end',
    ['exit'],
    {},
    'inconclusive: how the client ended cannot be seen: needs --operator or --exec',
  ],
  [
    'nobody sees its output',
    ['output'],
    {},
    'inconclusive: what the client prints cannot be seen: needs --operator, --output COMMAND or --exec',
  ],
])('a client that is started by hand is started where something is seen of it: %s', async (_, seen, more, verdict) => {
  const { run, counts } = runnerOf(planOf({ kind: 'listen', ...listening }, more));

  expect(verdictOf(await run(connects, { ...requirement, seen }))).toBe(verdict);
  expect(counts.opened).toBe(verdict === 'pass' ? 1 : 0);
});

test.each<[string, TargetMeans, Partial<TargetPlan>, boolean]>([
  ['each has a program of its own', exec, {}, true],
  ['all have the same port', { ...exec, port: 7 }, {}, false],
  ['a person starts it', { kind: 'listen', ...listening }, {}, false],
  ['a person is asked', exec, { operator: true }, false],
  ['one command tells what all of them print', exec, { output: 'tail -f log' }, false],
])('cases may overlap where %s', (_, means, more, concurrent) => {
  expect(runnerOf(planOf(means, more)).runner.concurrent).toBe(concurrent);
});

const twin: Twin = { printed: 'usual', end: { status: 0, signal: null } };

test('without the plain exchange a pass is none, and a failure stands', async () => {
  const { run } = runnerOf(planOf(exec), undefined, async ({ reached }) => {
    reached();
    throw new Finding('a line', 'nothing');
  });
  const fails: Body = async () => {
    throw new Finding('a line', 'two');
  };

  expect([await run(connects), await run(fails)].map(verdictOf)).toEqual([
    'inconclusive: the client has not done the plain exchange of its suite: expected a line; saw nothing',
    'fail: expected a line; saw two',
  ]);
});

test('a client that never connects is started once, for the plain exchange', async () => {
  const { run, counts } = runnerOf(planOf(exec), undefined, async () => {
    throw new NotReachable('the client did not connect');
  });

  expect([await run(connects), await run(connects)].map(verdictOf)).toEqual([
    'inconclusive: the client did not connect',
    'inconclusive: the client did not connect',
  ]);
  expect(counts.opened).toBe(1);
});

test('what rests on the plain exchange is told of it, and has it repeated', async () => {
  const { run, counts } = runnerOf(planOf(exec), undefined, async ({ reached }) => {
    reached();
    return twin;
  });
  const rests: Body = async (parts) => {
    expect(await parts.twin()).toEqual(twin);
  };

  expect([await run(connects), await run(rests)].map(verdictOf)).toEqual(['pass', 'pass']);
  expect(counts.opened).toBe(4);
});

test('nobody is asked to start a client by hand for a plain exchange, once it was seen to connect', async () => {
  const { run, counts } = runnerOf(planOf({ kind: 'listen', ...listening }), undefined, async () => twin);

  expect([await run(connects), await run(connects)].map(verdictOf)).toEqual(['pass', 'pass']);
  expect(counts.opened).toBe(2);
});

test('one that nobody saw connect is asked for once, and then counts', async () => {
  const { run, counts } = runnerOf(planOf({ kind: 'listen', ...listening }), undefined, async ({ reached }) => {
    reached();
    return twin;
  });
  const refuses: Body = async () => undefined;

  expect([await run(refuses), await run(refuses)].map(verdictOf)).toEqual(['pass', 'pass']);
  expect(counts.opened).toBe(3);
});
