import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { type Answer, ask, type Person, say, wait, watchDialogue } from './dialogue.ts';
import { channelName } from './thread-channel.ts';

/** A person who keeps what was heard, and answers when told. */
function scripted() {
  const heard: string[] = [];
  const answer: Array<(answer: Answer) => void> = [];
  const wanted: Array<(answer: Answer) => void> = [];
  const person: Person = {
    say: (text) => heard.push(`say ${text}`),
    ask: (text, signal) => {
      heard.push(`ask ${text}`);
      return new Promise((resolve) => {
        answer.push(resolve);
        signal.addEventListener('abort', () => {
          heard.push(`withdraw ${text}`);
          resolve('withdrawn');
        });
      });
    },
    wait: (signal) => {
      heard.push('wait');
      return new Promise((resolve) => {
        wanted.push(resolve);
        signal.addEventListener('abort', () => resolve('withdrawn'));
      });
    },
  };
  const { close } = watchDialogue(person);
  onTestFinished(close);
  return {
    heard,
    answer: (value: Answer) => answer.shift()?.(value),
    wants: (value: Answer) => wanted.shift()?.(value),
    close,
  };
}

test('brings a question to the person and the answer back', async () => {
  const { heard, answer } = scripted();

  const asked = ask('Is it there?');
  await expect.poll(() => heard).toEqual(['ask Is it there?']);
  answer('no');

  expect(await asked).toBe('no');
});

test('holds one dialogue at a time, in order', async () => {
  const { heard, answer } = scripted();

  const first = ask('first');
  const between = say('between');
  const second = ask('second');
  await expect.poll(() => heard).toEqual(['ask first']);
  answer('yes');
  await between;
  await expect.poll(() => heard).toEqual(['ask first', 'say between', 'ask second']);
  answer('unsure');

  expect(await Promise.all([first, second])).toEqual(['yes', 'unsure']);
});

test('listens to a person who is waited for, and asks meanwhile', async () => {
  const { heard, answer, wants } = scripted();
  const waited = wait(AbortSignal.timeout(60_000));
  const asked = ask('first');
  await expect.poll(() => heard).toEqual(['wait', 'ask first']);

  answer('yes');
  expect(await asked).toBe('yes');
  wants('skip');
  expect(await waited).toBe('skip');
});

test('a wait that is over has come to nothing', async () => {
  const { heard } = scripted();
  const over = new AbortController();
  const waited = wait(over.signal);
  await expect.poll(() => heard).toEqual(['wait']);

  over.abort();

  expect(await waited).toBe('withdrawn');
});

test('withdraws a question, and one that was not asked yet is never asked', async () => {
  const { heard, answer } = scripted();
  const [one, two] = [new AbortController(), new AbortController()];
  const first = ask('first', one.signal);
  const second = ask('second', two.signal);
  await expect.poll(() => heard).toEqual(['ask first']);

  two.abort();
  one.abort();

  expect(await Promise.all([first, second])).toEqual(['withdrawn', 'withdrawn']);
  const third = ask('third');
  await expect.poll(() => heard).toEqual(['ask first', 'withdraw first', 'ask third']);
  answer('no');
  answer('yes');
  expect(await third).toBe('yes');
});

test('a withdrawal after the answer changes nothing', async () => {
  const { heard, answer } = scripted();
  const late = new AbortController();
  const asked = ask('first', late.signal);
  await expect.poll(() => heard).toEqual(['ask first']);
  answer('yes');
  await asked;

  late.abort();

  const next = ask('next');
  await expect.poll(() => heard).toEqual(['ask first', 'ask next']);
  answer('no');
  expect(await Promise.all([asked, next])).toEqual(['yes', 'no']);
});

test('what is on the channel but no question is passed over', async () => {
  const { heard, answer } = scripted();
  const noise = `
    const { BroadcastChannel, parentPort } = require('node:worker_threads');
    const channel = new BroadcastChannel('${channelName('dialogue')}');
    for (const data of [null, 1, 'nobody', {}, { kind: 'sing', id: '1', text: 'x' }, { kind: 'ask', id: 1, text: 'x' }])
      channel.postMessage(data);
    channel.postMessage({ kind: 'ask', id: 'theirs', text: 'from another thread' });
    parentPort.once('message', () => channel.close());
    parentPort.postMessage('sent');
  `;
  const worker = new Worker(noise, { eval: true });
  onTestFinished(async () => {
    await worker.terminate();
  });
  await once(worker, 'message');

  await expect.poll(() => heard).toEqual(['ask from another thread']);
  answer('yes');
});

test('a dialogue that is closed withdraws what is open', async () => {
  const { heard, close } = scripted();
  void ask('last', AbortSignal.timeout(60_000));
  await expect.poll(() => heard).toEqual(['ask last']);

  close();

  expect(heard).toEqual(['ask last', 'withdraw last']);
});
