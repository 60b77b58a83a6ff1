import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test as everyTurn, expect, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { readRun } from '../../reports/json.ts';
import type { Profile } from '../contracts/profile.ts';
import type { Lab } from '../lab/lab.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { LOST_MS } from '../targets/host-watch.ts';
import { commandIn } from './lab.test.helper.ts';
import { bin, folder } from './shell.test.helper.ts';

const test = takingTurns(everyTurn, 3);

/** A host that vanishes in mid-run: the run ends by itself, and nothing turns green that was not earned. */

const lab = useLab({ hosts: ['a', 'b'] });

/** Cases of clients that go on at the same time. */
const OVERLAPPING = 5;

type Target = Profile['targets'][number];

/** What is judged in host b when that host vanishes. */
interface Judged {
  /** How many cases the cut itself may fail. */
  readonly mayFail: number;
  /** How the rest are worded. */
  readonly why: RegExp;
  readonly targetIn: (lab: Lab) => Promise<Target>;
  /** It is judged in a lab of its own, so that all of them are judged at the same time: most of it is waiting. */
  readonly lab: () => Lab;
}

/** A server that runs there, one that was launched there, and a client that is launched there once a case. */
const judged: Readonly<Record<string, Judged>> = {
  'a server that runs there': {
    mayFail: 1,
    why: /^172\.16\.10\.2:54321 (did not complete a handshake within 4 s|is unreachable)$/,
    targetIn: async (place) => {
      const server = await place.host('b').start(process.execPath, bin, 'serve', 'fortune', '--host', '0.0.0.0');
      onTestFinished(server.stop);
      await expect.poll(() => server.output.text(), { timeout: 20_000 }).toContain('54321');
      return { suite: 'fortune/server', target: '172.16.10.2:54321' };
    },
    lab: useLab({ hosts: ['a', 'b'] }),
  },
  'a server that was launched there': {
    mayFail: 1,
    why: /^172\.16\.10\.2:\d+ (did not complete a handshake within 4 s|is unreachable)$/,
    targetIn: async (place) => ({
      suite: 'lines/server',
      target: '172.16.10.2:54321',
      exec: commandIn(place.host('b'), 'serve lines --host {host} --port {port}'),
    }),
    lab: useLab({ hosts: ['a', 'b'] }),
  },
  'clients that are launched there': {
    mayFail: OVERLAPPING + 2,
    why: /^the client does not connect any more: .* (is unreachable|timed out)/,
    targetIn: async (place) => ({
      suite: 'upload/client',
      interface: 'eth0',
      exec: commandIn(place.host('b'), 'call upload {file} {host}:{port}'),
    }),
    lab: useLab({ hosts: ['a', 'b'] }),
  },
};

test('a host that vanishes in mid-run', { timeout: 180_000 }, async () => {
  const came = await Promise.all(
    Object.entries(judged).map(async ([name, one]) => [name, await cutOffWhileJudging(one)] as const),
  );

  expect(Object.fromEntries(came)).toEqual(
    Object.fromEntries(
      Object.entries(judged).map(([name, { mayFail, why }]) => [
        name,
        {
          complete: true,
          passedLater: expect.toSatisfy((cases: number) => cases <= OVERLAPPING),
          red: expect.toSatisfy((cases: number) => cases <= mayFail),
          rest: expect.stringMatching(why),
          printed: expect.stringMatching(/^nonconformant: /m),
          status: 1,
        },
      ]),
    ),
  );
});

async function cutOffWhileJudging({ lab, targetIn }: Judged) {
  const place = folder();
  writeFileSync(join(place, 'profile.yaml'), stringify({ targets: [await targetIn(lab())] }));
  const reports = ['--report', `json=${join(place, 'run.json')}`, '--verbose'];
  const words = ['run', '--profile', join(place, 'profile.yaml'), '--require', '**', ...reports];
  const run = await lab()
    .host('a')
    .start(process.execPath, bin, ...words);
  onTestFinished(run.stop);
  const passes = (): number => run.output.text().match(/^pass /gm)?.length ?? 0;
  await expect.poll(passes, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);

  await lab().cutOff('b');
  const before = passes();
  const { status } = await run.ended;

  const { cases, complete } = readRun(readFileSync(join(place, 'run.json'), 'utf8'), 'run.json');
  const those = (...verdicts: readonly string[]) => cases.filter(({ verdict }) => verdicts.includes(verdict));
  return {
    complete,
    // What was on its way when the host was cut off may have come to its end.
    passedLater: those('pass').length - before,
    red: those('fail', 'warning').length,
    rest: those('inconclusive').at(-1)?.reason,
    printed: run.output.text(),
    status,
  };
}

test('a host that is out of reach for 8 s costs no verdict: what fell into that time is attempted again', {
  timeout: 180_000,
}, async () => {
  const server = await lab().host('b').start(process.execPath, bin, 'serve', 'record', '--host', '0.0.0.0');
  onTestFinished(server.stop);
  await expect.poll(() => server.output.text(), { timeout: 20_000 }).toContain('54321');
  const report = join(folder(), 'run.json');
  // So often that most of the run is still to come when the host vanishes, however long that takes.
  const repeated = ['--repeat', '5', '--report', `json=${report}`, '--verbose'];
  const words = ['run', 'record/server', '--target', '172.16.10.2:54321', ...repeated];
  const run = await lab()
    .host('a')
    .start(process.execPath, bin, ...words);
  onTestFinished(run.stop);
  await expect
    .poll(() => run.output.text().match(/^\w+ +record\//gm)?.length ?? 0, { timeout: 60_000 })
    .toBeGreaterThan(10);

  await lab().cutOff('b');
  onTestFinished(() => lab().reconnect('b'));
  expect(run.end()).toBeUndefined();
  const cut = performance.now();
  await expect.poll(() => performance.now() - cut, { timeout: 20_000 }).toBeGreaterThan(8000);
  await lab().reconnect('b');
  await run.ended;

  const { cases, complete } = readRun(readFileSync(report, 'utf8'), 'run.json');
  expect(complete).toBe(true);
  expect(cases.filter(({ verdict }) => ['fail', 'warning', 'error'].includes(verdict))).toEqual([]);
  expect(cases.flatMap(({ notes = [], reason }) => [...notes, reason]).join('\n')).toMatch(
    /the target was not reachable for \d+(\.\d)? s/,
  );
});

/** Threads of a run that judge programs of one host at a time, and how long each looks (ms): six answers that it may hold back, and more. */
const watching = { threads: 6, ms: 15_000 };

test('a host that answers one question a second is not out of reach, however many ask', {
  timeout: 60_000,
}, async () => {
  const module = new URL('../targets/host-watch.js', pathToFileURL(bin)).href;
  const script = `
    import { setTimeout as pause } from 'node:timers/promises';
    const { watchHost } = await import('${module}');
    const began = performance.now();
    const watches = await Promise.all(Array.from({ length: ${watching.threads} }, () => watchHost('172.16.10.2')));
    await pause(${watching.ms});
    console.log(JSON.stringify(watches.map((watch) => watch.silentMs(began))));
    for (const watch of watches) watch.close();`;
  const { stdout } = await lab()
    .host('a')
    .run([process.execPath, '--input-type=module', '--eval', script], { ms: 40_000 });

  const silences: unknown = JSON.parse(stdout);
  expect(silences).toHaveLength(watching.threads);
  expect(silences).toEqual(Array.from({ length: watching.threads }, () => expect.toSatisfy((ms) => ms < LOST_MS)));
});
