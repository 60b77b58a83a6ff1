import { test as everyTurn, expect, onTestFinished } from 'vitest';
import { network } from '../lab/lab.ts';
import type { ToolEnd } from '../lab/tool.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { runIn } from './lab.test.helper.ts';
import { bin, program } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** What only a network can show of a connection that does not come about, or comes about at the second try. */

const lab = useLab({ hosts: ['a', 'b'] });

/** Calls the connect probe in host a. */
const probe = (where: string, ms = 8000): Promise<ToolEnd> =>
  lab()
    .host('a')
    .run([process.execPath, bin, 'call', 'probe', where, '--timeout', String(ms)]);

test('the probe: connected, and refused', async () => {
  const server = await lab().host('b').start(process.execPath, bin, 'serve', 'fortune', '--host', '0.0.0.0');
  await expect.poll(() => server.output.text(), { timeout: 10_000 }).toContain('54321');

  expect(await probe('172.16.10.2:54321')).toMatchObject({ status: 0, stdout: 'connected to 172.16.10.2:54321\n' });
  await server.stop();
  expect(await probe('172.16.10.2:54321')).toMatchObject({ status: 1, stderr: expect.stringContaining('refused') });
});

test('the probe: unreachable, where no host answers ARP', async () => {
  const { status, stderr } = await probe(`${network.nobody}:54321`);

  expect(status).toBe(1);
  expect(stderr).toContain('172.16.10.250:54321 is unreachable: no way leads there (EHOSTUNREACH)');
});

test('the probe: unreachable, where no route leads', async () => {
  await lab().host('a').ip('route del default');
  onTestFinished(() => lab().host('a').ip('route add default dev eth0'));

  const { status, stderr } = await probe('10.1.2.3:54321');

  expect(status).toBe(1);
  expect(stderr).toContain('10.1.2.3:54321 is unreachable: no way leads there (ENETUNREACH)');
});

test('the probe: timed out, where the host is known and nothing comes back', async () => {
  await lab().host('a').ip('neigh replace 172.16.10.2 lladdr 02:00:ac:10:0a:02 dev eth0 nud permanent');
  await lab().cutOff('b');
  onTestFinished(async () => {
    await lab().reconnect('b');
    await lab().host('a').ip('neigh del 172.16.10.2 dev eth0');
  });

  const { status, stderr } = await probe('172.16.10.2:54321', 1500);

  expect(status).toBe(1);
  expect(stderr).toMatch(/172\.16\.10\.2:54321 .*(timed out|no answer)/);
});

test('the probe: an address error, where names have no way out', async () => {
  const { status, stderr } = await probe('nowhere.invalid:54321');

  expect(status).toBe(1);
  expect(stderr).toContain('nowhere.invalid');
});

test.each([
  [network.nobody, 'is unreachable'],
  ['nowhere.invalid', 'does not resolve'],
  ['172.16.10.2', 'refused the connection'],
])('the harness names what kept it from %s', async (host, why) => {
  const { run, status } = await runIn(lab().host('a'), 'fortune/server', '--target', `${host}:54321`);

  expect(status).toBe(3);
  // What its profile does not declare is not applicable, whether it was reached or not.
  const open = run.cases.filter(({ verdict }) => verdict !== 'not-applicable');
  expect(new Set(open.map((one) => one.verdict))).toEqual(new Set(['inconclusive']));
  expect(new Set(open.map((one) => one.reason))).toEqual(new Set([expect.stringContaining(why)]));
});

test('a name with two addresses, the first of which refuses: who tries the second is told from who does not', async () => {
  // In host a `localhost` is ::1 first; the harness listens on 127.0.0.1 alone.
  await lab().host('a').setNames('::1 localhost');
  onTestFinished(() => lab().host('a').setNames());
  const verdict = async (name: string) => {
    const exec = `python3 '${program(name)}' {host} {port}`;
    const only = ['--only', '**/tries-every-address'];
    const { run } = await runIn(lab().host('a'), 'connect/client', '--exec', exec, ...only);
    return run.cases.map((one) => [one.verdict, one.reason]);
  };

  expect(await verdict('connect_client_careful.py')).toEqual([['pass', '']]);
  expect(await verdict('connect_client_first_address.py')).toEqual([
    ['not-applicable', expect.stringContaining('gave up after the first address')],
  ]);
});
