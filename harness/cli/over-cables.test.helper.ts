import { expect } from 'vitest';
import type { Profile } from '../contracts/profile.ts';
import type { Lab } from '../lab/lab.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { beyondSample, turnOfRun } from '../selftest/sample.ts';
import { commandIn, notPassed, runTargets } from './lab.test.helper.ts';

/** Programs of TCP suites in another host: over a perfect cable and over a bad one the verdicts are the same. */

type Target = Profile['targets'][number];

/** Which of the two cables a test is about: a turn has one of them. */
export const CABLES = 2;

export type Cable = 'perfect' | 'bad';

export const overPerfect = 'over a perfect cable';
export const overBad = 'over a cable with 20 ms of latency that loses 1 % of all frames';

/** A lab of two hosts, made before the tests of a file. */
export function usePerfect(): () => Lab {
  return useLab({ hosts: ['a', 'b'] });
}

/**
 * A bad Wi-Fi: each way 20 ms, and one frame in a hundred lost. A reset that is lost is lost for good: the cable spares
 * those, or the cases that reset would have no stimulus.
 */
export function useBad(): () => Lab {
  return useLab({ hosts: ['a', 'b'], impaired: { b: { seed: 1, delayMs: 20, loss: 0.01, resets: 'spared' } } });
}

/** Tests that the bad cable has done nothing but delay and lose. Resolves to what it counted each way. */
export async function expectOnlyLosses(lab: Lab) {
  const { in: to, out: from } = await lab.relay('b').counts();
  for (const way of [to, from]) expect(way).toMatchObject({ reordered: 0, overflowed: 0, refused: 0 });
  return [to, from] as const;
}

/** What no program can be judged by over here; each says why. */
const unseen = 'the database is not known: needs --phrases FILE, or {phrases} in the command of --exec';
const unmet =
  'no phrase larger than the socket buffers was met within 1 s: needs {phrases} in the command of --exec, or --phrases FILE with a phrase of 4 MiB or more';
const inconclusive: Readonly<Record<string, readonly string[]>> = {
  'fortune server': [
    `phrase-is-whole: ${unseen}`,
    `phrase-is-whole[each of a small database]: ${unseen}`,
    `survives-client-leaving[within a long phrase]: ${unmet}`,
    `survives-client-reset[within a long phrase]: ${unmet}`,
    `survives-half-close: ${unseen}`,
    `survives-half-close[within a long phrase]: ${unmet}`,
    `survives-slow-reader[a long phrase]: ${unmet}`,
    `survives-slow-reader[any phrase]: ${unseen}`,
    'survives-slow-reader[that reads nothing for a while]: needs {phrases} in the command of --exec, or --phrases FILE with a phrase of 4 MiB or more',
    `survives-unsolicited-data: ${unseen}`,
    `survives-unsolicited-data[a phrase that is read late]: ${unseen}`,
  ],
  'lines server': [
    'empty-lines[shown]: empty lines cannot be told from blank ones: needs a pattern (profile: show), or a prefix to each line',
  ],
  'connect client': ['tries-every-address: localhost does not resolve to ::1 first and 127.0.0.1 then on this machine'],
};

/** What a program of its own data is not asked. */
const inapplicable: Readonly<Record<string, readonly string[]>> = {
  'fortune server': ['phrase-varies[each of a small database]: the database is not known'],
  'record client': [
    'size-matches-data[of a file of a MiB]: the client is given no file: {file} in the command of --exec',
    'size-matches-data[of a file that is not there]: the client is given no file: {file} in the command of --exec',
    'size-matches-data[of an empty file]: the client is given no file: {file} in the command of --exec',
    'size-matches-data[to a server that begins to read late]: the client is given no file: {file} in the command of --exec',
    'size-matches-data[to a server that does not read for a while]: the client is given no file: {file} in the command of --exec',
  ],
};

/** The requirements of those, without the suite's path. */
function knownOf(name: string): readonly string[] {
  return [...(inconclusive[name] ?? []), ...(inapplicable[name] ?? [])].map((one) => /^[\w-]+/.exec(one)?.[0] ?? '');
}

/** What is not passed, as `notPassed` tells it. */
function expectedOf(targets: readonly Target[]): Readonly<Record<string, readonly string[]>> {
  const expected = targets.map(({ name = '' }) => [
    name,
    [
      ...(inconclusive[name] ?? []).map((one) => `inconclusive ${one}`),
      ...(inapplicable[name] ?? []).map((one) => `not-applicable ${one}`),
    ],
  ]);
  return Object.fromEntries(expected);
}

/** What else the bad cable asks for: 1 % of loss and 40 ms a round trip leave some 0.4 MB/s (Mathis et al. 1997), so that 16 MiB take longer than a case has. */
const patience = {
  perfect: { limits: {}, capabilities: {} },
  bad: { limits: { caseMs: 180_000 }, capabilities: { largestFileMiB: 4 } },
} as const;

/**
 * Servers in host b, to be judged from host a. Their own limits leave room for frames that are lost twice, and for a machine on
 * which four suites launch programs at once: there the harness itself was seen to pause for more than 4 s.
 */
export function serversOver({ host }: Lab, cable: Cable): readonly Target[] {
  const { limits, capabilities } = patience[cable];
  const server = (name: string, words: string): Target => ({
    name: `${name} server`,
    suite: `${name === 'rx' ? 'upload' : name}/server`,
    target: `${host('b').address}:54321`,
    exec: commandIn(host('b'), `serve ${name} --host {host} --port {port} ${words}`),
    limits: { idleMs: 8000, closeMs: 4000, ...limits },
    capabilities,
  });
  return [
    server('fortune', ''),
    server('upload', '--dir {dir} --idle 6000'),
    server('rx', '--dir {dir} --idle 6000'),
    server('lines', '--idle 6000'),
    server('record', '--idle 6000'),
  ];
}

/** The same of clients. */
export function clientsOver({ host }: Lab, cable: Cable): readonly Target[] {
  const client = (name: string, words: string): Target => ({
    name: `${name} client`,
    suite: `${name}/client`,
    interface: 'eth0',
    input: 'stdin',
    exec: commandIn(host('b'), `call ${words}`),
    limits: { stallMs: 20_000, closeMs: 6000, connectTimeoutMs: 8000, ...patience[cable].limits },
  });
  return [
    client('fortune', 'fortune {host}:{port} --timeout 10000'),
    client('upload', 'upload {file} {host}:{port} --timeout 10000'),
    client('lines', 'lines {host}:{port}'),
    client('record', 'record {host}:{port}'),
    client('connect', 'probe {host}:{port} --timeout 2000'),
  ];
}

/** Of the requirements, each turn of a cable judges one in so many: a client is launched once a case. */
const SHARES = { server: 2, client: 6 } as const;

/**
 * The self test judges the same programs on loopback. Over a cable one case of each requirement judges a program, and a share of
 * the requirements. The commit decides which ones, and which of the two cables: all turns together have each requirement over both.
 */
async function withFewCases(target: Target, cable: Cable): Promise<Target> {
  const { name = '', suite } = target;
  const turns = SHARES[suite.endsWith('/server') ? 'server' : 'client'];
  const sample = { name: `${name} ${cable}`, suite, known: knownOf(name), cases: 1, turns };
  return { ...target, skip: [...(await beyondSample(sample, Math.floor(turnOfRun() / CABLES)))] };
}

/** Judges targets from host a, in runs of so many: all pass what can be judged. */
export async function judgeOver(lab: Lab, cable: Cable, all: readonly Target[], atOnce = all.length): Promise<void> {
  const targets = await Promise.all(all.map((target) => withFewCases(target, cable)));
  const judged = [];
  for (let from = 0; from < targets.length; from += atOnce)
    judged.push(await runTargets(lab.host('a'), targets.slice(from, from + atOnce)));

  expect(Object.assign({}, ...judged.map(({ run }) => notPassed(run.cases)))).toEqual(expectedOf(targets));
  expect(judged.map(({ status }) => status)).toEqual(judged.map(() => 0));
}
