import { expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { bin, requirementsWith } from './shell.test.helper.ts';

/** Without a target, sockspec judges its own endpoints, and stays on loopback: on a host with a way to others no frame of a whole default run is seen. */

const lab = useLab({ hosts: ['a', 'b'] }, [['tcpdump', '--version']]);

/** An address that nobody has: the ARP request for it is the last frame that the capture waits for. */
const LAST = '172.16.10.99';

test('a default run sends no frame', { timeout: 300_000 }, async () => {
  const { host, middle } = lab();
  const capture = await middle.start('tcpdump', '-i', 'port-a', '-n', '-e', '-l', '-U');
  await expect.poll(() => capture.output.text(), { timeout: 10_000 }).toContain('listening on port-a');

  const { status, stdout } = await host('a').run([process.execPath, bin, 'run', '--report', 'json'], { ms: 240_000 });
  expect(status).toBe(0);
  const run = readRun(stdout, 'the default run');
  expect(run).toMatchObject({ complete: true, summary: { fail: 0, warning: 0, error: 0 } });
  expect(run.summary.pass).toBeGreaterThan(400);
  // A second address of localhost, a network of more than one subnet and frames are not everywhere, and a built-in endpoint
  // has no process of its own; the rest is.
  expect(requirementsWith(run.cases, 'inconclusive').filter((row) => row !== 'tries-every-address')).toEqual([
    'all-subnets-directed',
    'ends-when-asked',
    'leaves-nothing-open',
    'net-directed',
    'restarts-on-its-port',
    'rests',
    'ttl',
  ]);
  const captures = run.cases.filter(({ target }) => target === 'reference captures');
  expect(requirementsWith(captures, 'pass')).toHaveLength(10);

  // That the capture sees frames at all is proven by one that is sent on purpose.
  await host('a').run(['python3', '-c', `import socket; socket.socket(2, 2).sendto(b'', ('${LAST}', 9))`]);
  await expect.poll(() => capture.output.text(), { timeout: 10_000 }).toContain(`who-has ${LAST}`);
  await capture.stop();
  const frames = capture.output.text().match(/^\d\d:\d\d:\d\d\.\d+ .*$/gm) ?? [];
  expect(frames.filter((frame) => !frame.includes(`who-has ${LAST} tell 172.16.10.1`))).toEqual([]);
});
