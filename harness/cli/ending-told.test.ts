import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, runReport } from './shell.test.helper.ts';

/** A fortune server that a client which says something ends, by a signal or by an error that nobody handles. */
const server = (end: string): string => `import os, select, signal, socket, sys
listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
phrase = open(sys.argv[3], encoding="utf-8", newline="").read().split("\\n")[0]
while True:
    client, _ = listener.accept()
    client.sendall(phrase.encode())
    if select.select([client], [], [], 0.3)[0] and client.recv(1):
        ${end}
    client.close()
`;

test.each([
  ['a signal', 'os.kill(os.getpid(), signal.SIGSEGV)', /^The program ended by itself\. It used memory/],
  ['an error', 'print({}["octet"])', /^The program ended by itself\. It did not handle an error: .* Otherwise: /],
])('a server that %s ends is told of by its end, and how that is mended', async (_, end, failure) => {
  const file = join(folder(), 'server.py');
  writeFileSync(file, server(end));
  const { run } = await runReport([
    ...['fortune/server', '--exec', `python3 '${file}' {host} {port} {phrases}`],
    ...['--only', 'fortune/server/survives-unsolicited-data'],
  ]);

  const broken = run.cases.filter(({ verdict }) => verdict === 'warning' || verdict === 'fail');
  expect(broken.map((one) => one.failure)).toContainEqual(expect.stringMatching(failure));
  expect(broken.map(({ evidence }) => evidence.at(-1)?.what)).toContain('exit');
});
