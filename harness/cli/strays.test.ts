import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test as everyTurn, expect } from 'vitest';
import { installedTools } from '../processes/capture-tool.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { folder, needs, program, runReport } from './shell.test.helper.ts';

const test = takingTurns(everyTurn, 3);

/** What a sender sends to addresses and ports on which nobody listens: its frames tell. */

const LACK = 'needs Linux, the rights of root, and tcpdump';

beforeEach(async (context) => {
  needs(context, 'python3');
  const mayCapture = process.platform === 'linux' && process.getuid?.() === 0 && (await installedTools()).length > 0;
  if (!mayCapture && process.env.CI !== undefined) throw new Error(`CI ${LACK}`);
  context.skip(!mayCapture, LACK);
});

test.each([
  [
    'multicast/sender',
    '{group}',
    'also-elsewhere',
    'fail',
    /saw a datagram elsewhere: 127\.0\.0\.1:\d+ > 127\.0\.0\.1:9, UDP/,
  ],
  [
    'broadcast/sender',
    '{destination}',
    'also-elsewhere',
    'fail',
    /saw a datagram elsewhere: 127\.0\.0\.1:\d+ > 127\.0\.0\.1:9, UDP/,
  ],
  ['broadcast/sender', '{destination}', 'none', 'pass', /^$/],
])('%s to %s, %s: %s', { timeout: 300_000 }, async (suite, destination, mistake, verdict, reason) => {
  const exec = `python3 -S '${program('datagram_sender_mistakes.py')}' ${mistake} ${destination} {port} {address} 0.5`;
  const profile = join(folder(), 'profile.json');
  const target = { suite, exec, interface: '127.0.0.1', limits: { intervalMs: 500 } };
  writeFileSync(profile, JSON.stringify({ targets: [target] }));

  const { run } = await runReport(['--profile', profile, '--only', '**/every-datagram']);

  expect(run.cases.map((one) => [one.verdict, one.reason])).toEqual([[verdict, expect.stringMatching(reason)]]);
});
