import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, test as everyTurn, expect, onTestFinished, vi } from 'vitest';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { processesWith } from './environments.test.helper.ts';
import { needs, program, sockspec } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** Interrupts at random moments: what a run had begun is gone when it has ended. */

/** A run of the program takes about this long, in milliseconds: an interrupt comes anywhere in it. */
const RUN_MS = 3000;

/** So much later a signal is another interrupt, in milliseconds. */
const LATER_MS = 150;

/**
 * Interrupts of each signal: each is a start of the command, and at least one meets a run that is under way. `EVERY_CASE=1`
 * asks for so many that no moment of a run is left out.
 */
const TIMES = process.env.EVERY_CASE === undefined ? 3 : 20;

beforeEach((context) => {
  context.skip(process.platform !== 'linux', 'only Linux tells the environment of a process');
  needs(context, 'python3');
});

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A server that is launched once and does not end when it is asked to, and a client that is launched again and again. */
const server = ['fortune/server', `python3 -S '${program('hostile_ignores_sigterm.py')}' {host} {port}`] as const;
const client = ['fortune/client', `python3 -S '${program('fortune_client_careful.py')}' {host} {port}`] as const;

test.each([
  ...signals.flatMap((name) => [[name, 1, ...server] as const, [name, 2, ...server] as const]),
  ['SIGTERM', 1, ...client] as const,
  ['SIGINT', 2, ...client] as const,
])(
  '%s, %i soon after each other, at a random moment of a run of %s leaves no process and no folder',
  { timeout: TIMES * 60_000 },
  async (name, count, suite, exec) => {
    for (let time = 0; time < TIMES; time += 1) {
      const place = mkdtempSync(join(tmpdir(), 'sockspec test-'));
      onTestFinished(() => rmSync(place, { recursive: true, force: true }));
      vi.stubEnv('TMPDIR', place);
      onTestFinished(() => void vi.unstubAllEnvs());
      const after = Math.random() * RUN_MS;
      const words = ['run', suite, '--quiet', '--report', 'none', '--exec'];

      const { status, signal } = await sockspec([...words, exec], async (child) => {
        await pause(after);
        child.kill(name);
        // Signals that come at once are one.
        for (let one = 1; one < count; one += 1) await pause(LATER_MS).then(() => child.kill(name));
      });

      // Before the run has begun there is nothing to be ended, and the signal ends the process by itself.
      const ends = [signal ?? status, readdirSync(place), processesWith(place)];
      expect(ends, `after ${after} ms`).toEqual([expect.toBeOneOf([name, 130, 0, 1, 3]), [], []]);
    }
  },
);

const ROW = `{ level: 'MUST', source: 's', text: 't', seen: ['wire'], provoked: 'p', failure: 'f', mend: 'm' }`;

/** Keeps its thread busy, so that an interrupted run waits for it: longer than a second interrupt takes to come. */
const busy = `import { writeFileSync } from 'node:fs';
import { requirementTable, serverSuite } from 'sockspec/testing';
const options = { plain: [undefined], client: async () => 'served', basics: ['a'] };
export const suite = serverSuite(requirementTable('own/server', { a: ${ROW} }), options, (check) => {
  check('a', async () => {
    writeFileSync('begun', '');
    for (const end = Date.now() + 3000; Date.now() < end; );
  });
});
`;

everyTurn(
  'a second interrupt gives up the report of a run that is still ending, says so, and ends it at once',
  async () => {
    const place = mkdtempSync(join(tmpdir(), 'sockspec test-'));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    writeFileSync(join(place, 'busy.mjs'), busy.replace("'begun'", JSON.stringify(join(place, 'begun'))));
    const exec = `python3 -S '${program('fortune_careful.py')}' {host} {port}`;
    const words = ['run', '--suite', join(place, 'busy.mjs'), '--exec', exec, '--report', 'table'];

    const { status, stdout, stderr } = await sockspec(words, async (child) => {
      await vi.waitFor(() => expect(existsSync(join(place, 'begun'))).toBe(true), { timeout: 30_000, interval: 5 });
      child.kill('SIGINT');
      await pause(LATER_MS);
      child.kill('SIGINT');
    });

    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toMatch(/^sockspec: interrupted again: the report is given up$/m);
  },
);
