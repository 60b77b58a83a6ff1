import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Programs get pipes and no sockets, whichever thread launches them. The tests of vitest run in threads that nobody serves. */

const processes = join(import.meta.dirname, '..', '..', 'dist', 'harness', 'processes');

/** Launches a program twice at the same time, and tells what it printed, its streams and how it ended. */
const launching = `
const { launch } = await import('${processes}/launch.js');
const { readlinkSync } = await import('node:fs');
const script = 'echo out > /dev/stdout; echo err > /dev/stderr; echo ready; exec sleep 20';
const launched = await Promise.all([launch(['sh', '-c', script]), launch(['sh', '-c', script])]);
for (const { output } of launched) while (output.text().length < 'out.err.ready.'.length) await output.changed();
const told = launched.map(({ pid, output }) => ({
  printed: output.inOrder(),
  streams: [1, 2].map((fd) => readlinkSync('/proc/' + pid + '/fd/' + fd)),
}));
await Promise.all(launched.map(({ stop }) => stop()));
const quick = await launch(['sh', '-c', 'seq 20000; echo last']);
const end = await quick.ended;
console.log(JSON.stringify({ told, end, last: quick.output.text().slice(-5) }));
await quick.stop();
`;

const inThread = `
const { Worker } = await import('node:worker_threads');
const { servePipes } = await import('${processes}/pipe-service.js');
const { threadChannel } = await import('${processes}/thread-channel.js');
const end = servePipes();
const worker = new Worker(${JSON.stringify(`(async () => {${launching}})();`)}, { eval: true });
worker.once('exit', end);
`;

test.runIf(process.platform === 'linux').each([
  ['the main thread', launching],
  ['a worker thread of a main thread that serves', inThread],
])('what is launched by %s can open its standard output by name, and no file is left', (_, program) => {
  const before = pipeFolders();
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const { told, end, last } = JSON.parse(said);

  expect(told.map(({ printed }: { readonly printed: string }) => printed)).toEqual([
    'out\nready\nerr\n',
    'out\nready\nerr\n',
  ]);
  const streams: readonly string[] = told.flatMap((one: { readonly streams: readonly string[] }) => one.streams);
  expect(new Set(streams).size).toBe(4);
  for (const stream of streams) expect(stream).toMatch(/sockspec pipes-.* \(deleted\)$/);
  expect({ end, last }).toEqual({ end: { status: 0, signal: null }, last: 'last\n' });
  expect(pipeFolders().filter((folder) => !before.includes(folder) && said.includes(folder))).toEqual([]);
});

/** Asks for pipes, and serves them no more when that was heard: they are made by then. */
const endsMeanwhile = `
const { once } = await import('node:events');
const { readdirSync, readlinkSync } = await import('node:fs');
const { servePipes } = await import('${processes}/pipe-service.js');
const { threadChannel } = await import('${processes}/thread-channel.js');
const nameOf = (fd) => { try { return readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } };
const end = servePipes();
const [heard, asks] = [threadChannel('pipes'), threadChannel('pipes')];
asks.postMessage({ asker: 1 });
await new Promise((resolve) => { heard.onmessage = resolve; });
end();
heard.close();
asks.close();
process.once('beforeExit', () => console.log(JSON.stringify(readdirSync('/proc/self/fd').map(nameOf))));
`;

test.runIf(process.platform === 'linux')('pipes that are made when nobody is served any more are closed', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', endsMeanwhile], { encoding: 'utf8' });

  const open: readonly string[] = JSON.parse(said);
  expect(open.filter((name) => name.includes('sockspec pipes-'))).toEqual([]);
});

function pipeFolders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('sockspec pipes-'));
}
