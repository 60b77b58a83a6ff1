import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { printedLast } from '../../reports/printed.ts';
import { folder, sockspec } from './shell.test.helper.ts';

/** Prints more than a report keeps for each client, then an error, and closes without a phrase. */
const server = `
import socket, sys
s = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    c, _ = s.accept()
    for line in range(400):
        print(f'  File "server.py", line {line}')
    print('ValueError: no phrase', flush=True)
    c.close()
`;

test('of what a launched server printed its end is kept, and shown', async () => {
  const file = join(folder(), 'server.py');
  writeFileSync(file, server);
  const { status, stdout } = await sockspec([
    ...['run', 'fortune/server', '--only', 'fortune/server/speaks-first', '--exec', `python3 '${file}' {host} {port}`],
    ...['--report', 'json', '--quiet'],
  ]);
  const [failed] = readRun(stdout, 'the report').cases;
  const printed = failed?.evidence.filter(({ what }) => what === 'output') ?? [];

  expect({ status, verdict: failed?.verdict }).toEqual({ status: 1, verdict: 'fail' });
  expect(printed.at(-1)).toMatchObject({ cut: true, text: expect.stringMatching(/ValueError: no phrase\n$/) });
  expect(printedLast(failed?.evidence ?? [])).toMatch(
    /^ {2}File "server\.py", line \d+\n[\s\S]{2000,}\nValueError: no phrase$/,
  );
});
