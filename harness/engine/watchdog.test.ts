import { expect, test } from 'vitest';
import { compiled, inOwnProcess } from '../processes/own-process.test.helper.ts';

/** In a script of a thread, which is none of the imports of this file. */
const LOAD = 'import';

/** What a thread does that has a case, and what the main thread hears of it within five beats, and when it has ended the thread. */
const heard = (work: string): unknown =>
  inOwnProcess(`
    import { Worker } from 'node:worker_threads';
    import { watchThreads } from ${compiled('engine/watchdog.js')};
    const script = \`
      ${LOAD}(${JSON.stringify(new URL('../../dist/harness/engine/watchdog.js', import.meta.url).href)})
        .then(({ beating }) => beating('the case', async () => { ${work} }));
    \`;
    const worker = new Worker(script, { eval: true });
    const { threadId } = worker;
    let held = [];
    const watch = watchThreads((thread, cases) => {
      held.push([thread === threadId, cases]);
      void worker.terminate();
    }, 4);
    worker.once('exit', () => {
      watch.close();
      console.log(JSON.stringify(held));
    });
  `);

test('a thread that is busy for ever is told of, with its case, and can be ended', () => {
  expect(heard(`/^(?:a+)+$/.test('a'.repeat(100) + 'b');`)).toEqual([[true, ['the case']]]);
});

test('of several cases those are told of that are not over', () => {
  expect(
    heard(`await beating('one that is over', async () => undefined); /^(?:a+)+$/.test('a'.repeat(100) + 'b');`),
  ).toEqual([[true, ['the case']]]);
});

test('a thread that waits is left alone, however long', () => {
  expect(heard('await new Promise((resolve) => setTimeout(resolve, 7000));')).toEqual([]);
});
