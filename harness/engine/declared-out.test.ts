import { expect, test } from 'vitest';
import type { WorkerPlan } from '../contracts/plan.ts';
import type { Requirement } from '../contracts/requirement.ts';
import { unjudged } from './attempt.ts';
import { declaredOut } from './declared-out.ts';
import { applicableIf, mustBe } from './finding.ts';
import { judging } from './judging.ts';
import { type CaseLimits, caseLimits } from './limits.ts';

/** What a body may ask for here. */
interface Context {
  readonly limits: CaseLimits;
  readonly knownPhrases: readonly string[] | undefined;
  readonly connect: () => Promise<string>;
  readonly note: (text: string) => void;
}

function planOf(command: string, idleMs?: number): WorkerPlan {
  return {
    target: {
      ...{ name: 'it', suite: 'lines/server', role: 'server', transport: 'tcp', reproduce: '' },
      means: { kind: 'exec', command, host: '127.0.0.1', env: {}, tty: false },
      limits: idleMs === undefined ? {} : { idleMs },
      capabilities: {},
    },
    selection: { suites: [], only: [], skip: [] },
    seed: 1,
    repeat: 1,
  };
}

/** It notes, and names what it will use, before it asks whether it is applicable. */
async function idle({ limits, connect, note }: Context): Promise<void> {
  note('silent');
  applicableIf(limits.idleMs !== undefined, 'no idle time is declared');
  mustBe(await connect(), 'closed');
}

test('a case is not applicable by what is not declared', async () => {
  expect(await declaredOut(idle, planOf('x'))).toBe('no idle time is declared');
});

test('a case that is applicable ends where it needs an implementation', async () => {
  expect(await declaredOut(idle, planOf('x', 500))).toBeUndefined();
});

test('what a program has to show first is not declared', async () => {
  const shown = async ({ connect }: Context): Promise<void> => applicableIf((await connect()) === 'x', 'it shows no x');

  expect(await declaredOut(shown, planOf('x'))).toBeUndefined();
});

test('a program that is given phrases has some; they are not declared', async () => {
  const drawn = async ({ knownPhrases }: Context): Promise<void> =>
    applicableIf(knownPhrases !== undefined, 'the database is not known');

  expect(await declaredOut(drawn, planOf('x'))).toBe('the database is not known');
  expect(await declaredOut(drawn, planOf('x {phrases}'))).toBeUndefined();
});

test('a body that waits, or throws at once, says nothing', async () => {
  const throws = (): Promise<void> => {
    throw new Error('at once');
  };

  expect(await declaredOut(() => new Promise<void>(() => undefined), planOf('x'))).toBeUndefined();
  expect(await declaredOut(throws, planOf('x'))).toBeUndefined();
});

const requirement: Requirement = {
  ...{ id: 'lines/server/ends-idle-client', level: 'SHOULD', source: 'none', seen: ['wire'] },
  ...{ text: 'It ends.', provoked: 'A client is silent.', failure: 'It does not.', mend: 'End.' },
};

test('an implementation that was asked, and serves nobody, is concerned by no more', async () => {
  const run = judging<Context>(planOf('x'), {
    attempt: async (_, body) => {
      const context = {
        limits: caseLimits({}),
        knownPhrases: undefined,
        connect: async () => '',
        note: () => undefined,
      };
      await body(context).catch(() => undefined);
      return unjudged('a well-behaved client is not served');
    },
  });
  const one = { id: requirement.id, requirement, label: undefined, body: idle, told: 'case', isLast: true };

  expect(await run(one, new AbortController().signal)).toMatchObject({
    verdict: 'not-applicable',
    reason: 'no idle time is declared',
  });
});
