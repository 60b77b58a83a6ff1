import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { namespaceWith } from './namespace.test.helper.ts';
import { bin, folder } from './shell.test.helper.ts';

/** Where the kernel keeps no connection that was closed first, whether a server can be launched on its port again is not seen. */

const { exec } = namespaceWith([]);

test('a server that the harness has ended itself is not found dead by the next case', () => {
  const [program, ...words] = exec;
  execFileSync(program, [...words, 'sysctl', '-q', '-w', 'net.ipv4.tcp_max_tw_buckets=0']);
  const report = join(folder(), 'run.json');
  const rows = ['--only', '**/restarts-on-its-port', '--only', '**/ends-idle-client'];
  const server = `'${process.execPath}' '${bin}' serve lines --host {host} --port {port} --idle 1000`;
  const run = ['run', 'lines/server', '--exec', server, ...rows, '--quiet', '--report', `json=${report}`];
  const { status } = spawnSync(program, [...words, process.execPath, bin, ...run], { stdio: 'ignore' });

  const { cases } = readRun(readFileSync(report, 'utf8'), 'the run');
  expect(cases.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
    ['lines/server/restarts-on-its-port', 'inconclusive', expect.stringContaining('the connection does not linger')],
    ['lines/server/ends-idle-client', 'not-applicable', expect.stringContaining('limits.idleMs')],
    [
      'lines/server/ends-idle-client[not one that goes on speaking]',
      'not-applicable',
      expect.stringContaining('limits.idleMs'),
    ],
  ]);
  expect(status).toBe(3);
});
