import { expect, test } from 'vitest';
import type { TargetMeans, TargetPlan } from '../../contracts/plan.ts';
import { openTarget } from '../../targets/index.ts';
import { clock } from '../clock.ts';
import { caseLimits } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import type { ClientContext } from './client-context.ts';
import { openClientContext } from './client-opening.ts';

/** The evidence of a case that does this with a client that it launches, to whose input it may write. */
async function evidenceOfCase(command: string, body: (context: ClientContext) => Promise<unknown>) {
  const means: TargetMeans = { kind: 'exec', command, host: '127.0.0.1', tty: false, env: {} };
  const plan: TargetPlan = {
    ...{ name: 'it', suite: 'made/client', role: 'client', transport: 'tcp', reproduce: '', means },
    ...{ limits: {}, capabilities: {}, input: 'stdin' },
  };
  const transcript = startTranscript();
  const { context, dispose } = await openClientContext({
    ...{ told: 'made/client/ends', watch: stopwatch(), plan, transcript, seed: 1, output: undefined },
    target: openTarget(plan, { launchMs: 1000, now: clock.now }),
    limits: caseLimits({ launchMs: 1000 }),
    wasReached: () => false,
    reached: () => undefined,
    missed: () => undefined,
    twin: async () => ({ printed: '', end: undefined }),
  });
  await body(context).finally(dispose);
  return transcript.evidence(false);
}

/** What it tells of clients that are launched one after another, each towards a port. */
async function evidenceOf(command: string, told: 'exit' | 'output', ports: readonly number[] = [1]) {
  const evidence = await evidenceOfCase(command, async (context) => {
    for (const port of ports) await context.runs({ port }, 100);
  });
  return evidence.flatMap(({ who, what, text }) => (what === told ? [`${who}: ${text}`] : []));
}

test.each([
  ['sleep 60', 'harness: signal SIGTERM'],
  ['sh -c "kill -9 $$"', 'iut: signal SIGKILL'],
  ['sh -c "exit 3"', 'iut: status 3'],
])('who ended it is told: %s', async (command, end) => {
  expect(await evidenceOf(command, 'exit')).toEqual([end]);
});

test('of several clients of one case each output is there, with where it was sent', async () => {
  const outputs = await evidenceOf('sh -c "echo tried {port}; echo failed >&2"', 'output', [1, 2, 3]);

  expect(outputs).toEqual(
    [1, 2, 3].map((port) => `iut: printed by the client that was told 127.0.0.1 port ${port}: tried ${port}\nfailed\n`),
  );
});

test('what a client was given is there, and that it connected once more', async () => {
  const twice = 'const go = () => require("net").connect(process.argv[2], "127.0.0.1"); go(); setTimeout(go, 50)';
  const evidence = await evidenceOfCase(`node -e '${twice}' x {port}`, async (context) => {
    const file = await context.makeFile('a b.txt', Buffer.from('abc'), 5);
    await context.connects({ file });
    context.type('say\n');
    context.closeInput();
    expect(await context.connectsAgain()).toBe(true);
  });
  const told = evidence.filter(({ what }) => what === 'file' || what === 'note' || what === 'connect');

  expect(told).toMatchObject([
    { who: 'harness', what: 'file', text: '"a b.txt", 5 octets: abc', hex: '616263' },
    { who: 'iut', what: 'connect', connection: 1 },
    { who: 'harness', what: 'note', text: 'typed "say\\n"' },
    { who: 'harness', what: 'note', text: 'ended the input of the client' },
    { who: 'iut', what: 'connect', connection: 2, text: 'once more' },
  ]);
});
