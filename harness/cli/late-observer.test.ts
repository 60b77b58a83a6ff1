import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { folder, needs, sockspec } from './shell.test.helper.ts';

/** What another program tells of an IUT is waited for, though the IUT has ended. */

beforeEach((context) => needs(context, 'python3'));

/** Writes the lines of one client into a file, and ends. */
const SERVER = `
import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((sys.argv[1], int(sys.argv[2])))
s.listen(5)
c, _ = s.accept()
with open(sys.argv[3], 'ab', 0) as log:
    for line in c.makefile('rb'): log.write(line.rstrip(b'\\n') + b'\\n')
`;

/** Prints what is added to the file, each time a while after it was. */
const OBSERVER = `
import sys, time
with open(sys.argv[1], 'rb') as log:
    while True:
        lines = log.read()
        time.sleep(0.7 if lines else 0.02)
        sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()
`;

test('an observer of the output may be late, when the server has long ended', { timeout: 120_000 }, async () => {
  const dir = folder();
  const [server, observer, log] = [join(dir, 'server.py'), join(dir, 'observer.py'), join(dir, 'log')];
  writeFileSync(server, SERVER);
  writeFileSync(observer, OBSERVER);
  writeFileSync(log, '');

  const { stdout, stderr } = await sockspec([
    ...['run', 'lines/server', '--only', 'lines/server/lines-in-one-segment', '--report', 'json'],
    ...['--exec', `python3 -S '${server}' {host} {port} '${log}'`],
    ...['--output', `python3 -S '${observer}' '${log}'`],
  ]);

  const { cases } = readRun(stdout, stderr);
  expect(cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([['pass', '']]);
});
