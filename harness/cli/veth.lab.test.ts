import { test as everyTurn, expect } from 'vitest';
import type { Profile } from '../contracts/profile.ts';
import type { Lab } from '../lab/lab.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { beyondSample, turnOfRun } from '../selftest/sample.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { commandIn, notPassed, runTargets } from './lab.test.helper.ts';

/** Which of the two cables judges: this one and the other take turns. */
const CABLES = 2;

const test = takingTurns(everyTurn, CABLES);

/** Every TCP suite between two hosts: over a perfect cable and over a bad one the verdicts are the same. */

const perfect = useLab({ hosts: ['a', 'b'] });

/**
 * A bad Wi-Fi: each way 20 ms, and one frame in a hundred lost. A reset that is lost is lost for good: the cable spares
 * those, or the cases that reset would have no stimulus.
 */
const bad = useLab({ hosts: ['a', 'b'], impaired: { b: { seed: 1, delayMs: 20, loss: 0.01, resets: 'spared' } } });

type Cable = 'perfect' | 'bad';

/** What no program can be judged by over here; each says why. */
const unseen = 'the database is not known: needs --phrases FILE, or {phrases} in the command of --exec';
const unmet =
  'no phrase larger than the socket buffers was met within 1 s: needs {phrases} in the command of --exec, or --phrases FILE with one of 4 MiB or more';
const inconclusive: Readonly<Record<string, readonly string[]>> = {
  'fortune server': [
    `phrase-is-whole: ${unseen}`,
    `survives-client-leaving[within a long phrase]: ${unmet}`,
    `survives-client-reset[within a long phrase]: ${unmet}`,
    `survives-half-close: ${unseen}`,
    `survives-half-close[within a long phrase]: ${unmet}`,
    `survives-slow-reader[a long phrase]: ${unmet}`,
    `survives-slow-reader[any phrase]: ${unseen}`,
    `survives-unsolicited-data: ${unseen}`,
  ],
  'lines server': [
    'empty-lines[shown]: empty lines cannot be told from blank ones: needs a pattern (profile: show), or a prefix to each line',
  ],
  'connect client': ['tries-every-address: localhost does not resolve to ::1 first and 127.0.0.1 then on this machine'],
};

/** What a program of its own data is not asked. */
const inapplicable: Readonly<Record<string, readonly string[]>> = {
  'record client': [
    'size-matches-data[of an empty file]: the client is given no file: {file} in the command of --exec',
  ],
};

/** The requirements of those, without the suite's path. */
function knownOf(name: string): readonly string[] {
  return [...(inconclusive[name] ?? []), ...(inapplicable[name] ?? [])].map((one) => /^[\w-]+/.exec(one)?.[0] ?? '');
}

/** The same as `notPassed` tells it. */
function expected(): Readonly<Record<string, readonly string[]>> {
  const names = targetsOf(perfect(), {}, {}).map(({ name = '' }) => name);
  return Object.fromEntries(
    names.map((name) => [
      name,
      [
        ...(inconclusive[name] ?? []).map((one) => `inconclusive ${one}`),
        ...(inapplicable[name] ?? []).map((one) => `not-applicable ${one}`),
      ],
    ]),
  );
}

/**
 * Programs in host b, judged from host a. Their own limits leave room for frames that are lost twice, and for a machine on
 * which four suites launch programs at once: there the harness itself was seen to pause for more than 4 s.
 */
function targetsOf({ host }: Lab, limits: object, capabilities: object): Profile['targets'] {
  const server = (name: string, words: string): Profile['targets'][number] => ({
    name: `${name} server`,
    suite: `${name === 'rx' ? 'upload' : name}/server`,
    target: `${host('b').address}:54321`,
    exec: commandIn(host('b'), `serve ${name} --host {host} --port {port} ${words}`),
    limits: { idleMs: 8000, closeMs: 4000, ...limits },
    capabilities,
  });
  const client = (name: string, words: string): Profile['targets'][number] => ({
    name: `${name} client`,
    suite: `${name}/client`,
    interface: 'eth0',
    input: 'stdin',
    exec: commandIn(host('b'), `call ${words}`),
    limits: { stallMs: 20_000, closeMs: 6000, connectTimeoutMs: 8000, ...limits },
  });
  return [
    server('fortune', ''),
    server('upload', '--dir {dir} --idle 6000'),
    server('rx', '--dir {dir} --idle 6000'),
    server('lines', '--idle 6000'),
    server('record', '--idle 6000'),
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
async function withFewCases(target: Profile['targets'][number], cable: Cable): Promise<Profile['targets'][number]> {
  const { name = '', suite } = target;
  const turns = SHARES[suite.endsWith('/server') ? 'server' : 'client'];
  const sample = { name: `${name} ${cable}`, suite, known: knownOf(name), cases: 1, turns };
  return { ...target, skip: [...(await beyondSample(sample, Math.floor(turnOfRun() / CABLES)))] };
}

/** In three runs: of clients, which are launched once a case, more than two at once are more than two processors can do. */
async function judgeAll(lab: Lab, cable: Cable, all: Profile['targets']): Promise<void> {
  const targets = await Promise.all(all.map((target) => withFewCases(target, cable)));
  const busiest = ['fortune/client', 'upload/client'];
  const isServer = ({ suite }: Profile['targets'][number]): boolean => suite.endsWith('/server');
  const isBusy = ({ suite }: Profile['targets'][number]): boolean => busiest.includes(suite);
  const parts = [
    targets.filter(isServer),
    targets.filter(isBusy),
    targets.filter((target) => !isServer(target) && !isBusy(target)),
  ];
  const judged = [];
  for (const part of parts) judged.push(await runTargets(lab.host('a'), part));

  expect(Object.assign({}, ...judged.map(({ run }) => notPassed(run.cases)))).toEqual(expected());
  expect(judged.map(({ status }) => status)).toEqual([0, 0, 0]);
}

test('over a perfect cable', { timeout: 420_000 }, async () => {
  await judgeAll(perfect(), 'perfect', targetsOf(perfect(), {}, {}));
});

test('over a cable with 20 ms of latency that loses 1 % of all frames', { timeout: 420_000 }, async () => {
  // 1 % of loss and 40 ms a round trip leave some 0.4 MB/s (Mathis et al. 1997): 16 MiB take longer than a case has.
  await judgeAll(bad(), 'bad', targetsOf(bad(), { caseMs: 180_000 }, { largestFileMiB: 4 }));

  const { in: to, out: from } = await bad().relay('b').counts();
  expect(to).toMatchObject({ reordered: 0, overflowed: 0, refused: 0 });
  expect(to.lost).toBeGreaterThan(to.passed / 200);
  expect(from.lost).toBeGreaterThan(from.passed / 200);
});
