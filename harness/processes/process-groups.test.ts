import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'sockspec-groups-'));
afterAll(() => rmSync(dir, { recursive: true }));

/**
 * A process of their own: the watcher ends every group that is launched within its process, those of other tests included.
 * Its threads load plain JavaScript, so that the two modules are compiled for it.
 */
beforeAll(() => {
  const options =
    '--ignoreConfig --noCheck --module nodenext --target es2023 --rewriteRelativeImportExtensions --types node';
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  execFileSync(compiler, ['harness/processes/launch.ts', ...options.split(' '), '--rootDir', '.', '--outDir', dir], {
    cwd: root,
  });
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
});

/** The main thread: once its worker says so it ends all groups, over and over, until the worker reports. */
const MAIN = `
import { Worker } from 'node:worker_threads';
import { watchGroups } from './harness/processes/process-groups.js';
const groups = watchGroups();
let again;
new Worker(new URL('worker.js', import.meta.url)).on('message', (message) => {
  if (message === 'end them') {
    again = setInterval(groups.endAll, 5);
    return;
  }
  console.log(JSON.stringify(message));
  clearInterval(again);
  groups.close();
});
`;

/** Runs the main thread with a worker; resolves to what the worker reports. */
function reportOf(worker: string): unknown {
  writeFileSync(join(dir, 'main.js'), MAIN);
  writeFileSync(join(dir, 'worker.js'), worker);
  return JSON.parse(execFileSync(process.execPath, [join(dir, 'main.js')], { encoding: 'utf8', timeout: 20_000 }));
}

test('the main thread ends what a worker launched', () => {
  const end = reportOf(`
    import { parentPort } from 'node:worker_threads';
    import { launch } from './harness/processes/launch.js';
    const launched = await launch(['sleep', '20'], {});
    parentPort.postMessage('end them');
    parentPort.postMessage(await launched.ended);
  `);

  expect(end).toEqual({ status: null, signal: 'SIGKILL' });
});

test('and what has left the group of that', () => {
  const report = reportOf(`
    import { parentPort } from 'node:worker_threads';
    import { setTimeout as pause } from 'node:timers/promises';
    import { launch } from './harness/processes/launch.js';
    const script = "setsid sh -c 'echo $$; exec sleep 20' & exec sleep 20";
    const launched = await launch(['sh', '-c', script], {});
    while (!launched.output.text().endsWith('\\n')) await launched.output.changed();
    const isThere = (pid) => { try { return process.kill(pid, 0); } catch { return false; } };
    const daemon = Number(launched.output.text());
    const before = isThere(daemon);
    parentPort.postMessage('end them');
    await launched.ended;
    while (isThere(daemon)) await pause(5);
    parentPort.postMessage({ before });
  `);

  expect(report).toEqual({ before: true });
});

test('it leaves alone what has ended by then: the number may be somebody else', () => {
  const report = reportOf(`
    import { spawn } from 'node:child_process';
    import { parentPort } from 'node:worker_threads';
    import { launch } from './harness/processes/launch.js';
    import { announceGroup } from './harness/processes/process-groups.js';
    const other = spawn('sleep', ['20'], { detached: true });
    announceGroup({ kind: 'launched', pid: other.pid });
    announceGroup({ kind: 'ended', pid: other.pid });
    const launched = await launch(['sleep', '20'], {});
    parentPort.postMessage('end them');
    const { signal } = await launched.ended;
    parentPort.postMessage({ launched: signal, other: other.signalCode });
    other.kill('SIGKILL');
  `);

  expect(report).toEqual({ launched: 'SIGKILL', other: null });
});
