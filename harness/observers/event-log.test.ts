import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
import { openEventLog } from './event-log.ts';

const dir = mkdtempSync(join(tmpdir(), 'sockspec-log-'));
afterAll(() => rmSync(dir, { recursive: true }));

const linesOf = (file: string): readonly unknown[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('keeps one line an event: time, level, module, function, text', async () => {
  const file = join(dir, 'one.log');
  const log = await openEventLog(file);

  log.tell('upload')({ level: 'warn', from: 'receive', text: 'early close: 50 %s\nof it' });
  log.close();

  expect(linesOf(file)).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 'warn',
      pid: process.pid,
      module: 'upload',
      function: 'receive',
      text: 'early close: 50 %s\nof it',
    },
  ]);
});

test('appends: several logs on one file keep their lines whole', async () => {
  const file = join(dir, 'several.log');
  const logs = await Promise.all([openEventLog(file), openEventLog(file), openEventLog(file)]);

  for (let round = 0; round < 200; round += 1) {
    for (const log of logs) log.tell('m')({ level: 'debug', from: 'f', text: 'x'.repeat(5000) });
  }
  for (const log of logs) log.close();

  expect(linesOf(file)).toHaveLength(600);
});

test('refuses a file that cannot be written', async () => {
  await expect(openEventLog(dir)).rejects.toThrow(UsageError);
  await expect(openEventLog(join(dir, 'missing', 'x.log'))).rejects.toThrow(/expected a log file.*ENOENT/);
});
