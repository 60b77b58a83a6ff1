import { spawn } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { statFields } from '../processes/stat-fields.ts';
import { ownListeners } from './own-listeners.ts';

/** Listens, says where, and ends by itself. */
const LISTENS = `
  const server = require('node:net').createServer();
  server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
  setTimeout(() => process.exit(), 20_000);`;

/** The shell in the middle leads the group, and ends; it becomes a zombie, since the sleep for which it was started waits for nobody. */
const SCRIPT = `setsid sh -c '"$0" -e "$1" & echo "group $$"' "$0" "$1" & exec sleep 20`;

test.runIf(process.platform === 'linux')('of a group whose leader has ended', async () => {
  const child = spawn('sh', ['-c', SCRIPT, process.execPath, LISTENS], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (octets: Buffer) => (said += octets));
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = (what: string): number => Number(new RegExp(`${what} (\\d+)\n`).exec(said)?.[1] ?? 0);
  await vi.waitFor(() => expect([told('port'), told('group')]).not.toContain(0), { timeout: 20_000 });
  const group = told('group');
  onTestFinished(() => void process.kill(-group, 'SIGKILL'));
  await vi.waitFor(() => expect(statFields(group)?.[0]).toBe('Z'), { timeout: 20_000 });

  expect(await ownListeners(group)).toEqual([told('port')]);
});
