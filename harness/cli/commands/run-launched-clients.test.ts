import { createServer } from 'node:net';
import { test as everyTurn, expect, onTestFinished } from 'vitest';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { program, requirementsWith, runReport } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn, 3);

/** Launched clients that one command line judges in several ways. */

const careful = `python3 -S '${program('lines_client_careful.py')}'`;

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Two runs of a suite: 26 s beside four other files. What hangs is ended. */
const TWO_RUNS = { timeout: 180_000 };

test('a client whose address is built in is launched, and judged like one that is told it', TWO_RUNS, async () => {
  const port = await freePort();
  const told = await runReport(['lines/client', '--exec', `${careful} {host} {port}`]);
  const given = ['--exec', `${careful} 127.0.0.1 ${port}`, '--listen', String(port)];
  const builtIn = await runReport(['lines/client', ...given, '--quiet']);

  expect(builtIn.stderr).toBe('');
  expect(builtIn.status).toBe(0);
  const verdicts = ({ run }: typeof told) => run.cases.map(({ id, verdict }) => `${id} ${verdict}`).sort();
  expect(verdicts(builtIn)).toEqual(verdicts(told));
  expect(requirementsWith(builtIn.run.cases, 'pass').length).toBeGreaterThan(3);
  expect(builtIn.run.cases[0]?.reproduce).toContain(`--listen ${port}`);
});

test('what needs another address is left open where the address is built in', async () => {
  const port = await freePort();
  const words = ['connect/client', '--only', 'connect/client/reports-refused', '--listen', `127.0.0.1:${port}`];
  const { run, status } = await runReport([...words, '--exec', `${careful} 127.0.0.1 ${port}`]);

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['inconclusive', 'the client cannot be told another address: needs {host} and {port} in --exec, without --listen'],
  ]);
  expect(status).toBe(3);
});

test('one program is judged by several suites of its role, as a target of each', async () => {
  const only = ['--only', 'lines/client/closes-at-end', '--only', 'connect/client/reports-refused'];
  const exec = `${careful} {host} {port}`;
  const { run, status, stderr } = await runReport(['lines/client', 'connect/client', '--exec', exec, ...only]);

  expect(stderr).toBe('');
  expect(run.targets.map(({ name }) => name)).toEqual([`${exec} (lines/client)`, `${exec} (connect/client)`]);
  expect(run.cases.map(({ id, target, verdict }) => [id, target, verdict])).toEqual([
    ['lines/client/closes-at-end', `${exec} (lines/client)`, 'pass'],
    ['connect/client/reports-refused', `${exec} (connect/client)`, 'pass'],
  ]);
  expect(status).toBe(0);
});
