import { expect, onTestFinished, test, vi } from 'vitest';
import { launch } from '../processes/launch.ts';
import { orItsDaemon } from './daemon.ts';
import { isListening } from './kernel-tables.ts';
import { freePort } from './ports.ts';

/** Ends once it has started itself again; that listens, and holds the output of the first. */
const HOLDS_OUTPUT = `
const [port, isDaemon] = process.argv.slice(1);
if (isDaemon === undefined)
  require('node:child_process').spawn(process.execPath, ['-e', process.env.SCRIPT, port, 'yes'], { detached: true, stdio: 'inherit' }).unref();
else require('node:net').createServer().listen(Number(port), '127.0.0.1');
`;

test.runIf(process.platform === 'linux')(
  'a daemon is known before the output that it holds is read to its end',
  async () => {
    const port = await freePort('127.0.0.1');
    const launched = await launch([process.execPath, '-e', HOLDS_OUTPUT, String(port)], {
      env: { SCRIPT: HOLDS_OUTPUT },
    });
    onTestFinished(() => launched.stop());
    await vi.waitUntil(() => isListening(port, undefined), { timeout: 20_000 });

    const server = orItsDaemon({ ...launched, ended: new Promise(() => undefined) }, port);

    await vi.waitUntil(() => server.pid !== launched.pid, { timeout: 20_000 });
    expect(server.use()?.processes).toBe(1);
    expect(server.end()).toBeUndefined();
  },
);
