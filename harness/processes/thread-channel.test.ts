import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const channels = new URL('../../dist/harness/processes/thread-channel.js', import.meta.url).href;

/** Two threads that have a thread each, as two files of tests that run at once: what the second ones hear of what both post. */
const twoAndTwo = `
const { Worker } = require('node:worker_threads');
const { once } = require('node:events');
const second = \`(async () => {
  const { parentPort } = require('node:worker_threads');
  const channel = (await import('${channels}')).threadChannel('made up');
  channel.onmessage = ({ data }) => {
    if (data !== 'end') return parentPort.postMessage(data);
    parentPort.postMessage('end');
    channel.close();
  };
  parentPort.postMessage('open');
})()\`;
const first = (name) => \`(async () => {
  const { parentPort, Worker } = require('node:worker_threads');
  const channel = (await import('${channels}')).threadChannel('made up');
  const heard = [];
  const worker = new Worker(\${JSON.stringify(second)}, { eval: true });
  worker.on('message', (data) => {
    if (data === 'open') parentPort.postMessage('ready');
    else if (data !== 'end') heard.push(data);
    else parentPort.postMessage({ heard });
  });
  parentPort.on('message', (text) => channel.postMessage(text === 'tell' ? '\${name}' : text));
  worker.once('exit', () => { channel.close(); parentPort.close(); });
})()\`;
(async () => {
  const threads = ['one', 'other'].map((name) => new Worker(first(name), { eval: true }));
  const all = (text) => Promise.all(threads.map((thread) => {
    const told = once(thread, 'message');
    if (text !== undefined) thread.postMessage(text);
    return told;
  }));
  await all();
  for (const thread of threads) thread.postMessage('tell');
  const told = await all('end');
  console.log(JSON.stringify(told.map(([{ heard }]) => heard)));
})();
`;

test('a thread is heard by those that it began, and by no others of the process', () => {
  const said = execFileSync(process.execPath, ['-e', twoAndTwo], { encoding: 'utf8', timeout: 30_000 });

  expect(JSON.parse(said)).toEqual([['one'], ['other']]);
});
