import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { NotReachable } from '../../contracts/target.ts';
import { startTranscript } from '../tester/transcript.ts';
import { openAnswerPoint, type Whence } from './answer-point.ts';
import { type Asker, firstAnswers, openAsker } from './asker.ts';

const LONG_MS = 10_000;

/** A socket that answers each datagram from `by`, twice where the datagram says so. */
async function echo(by?: Socket): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind({ address: '127.0.0.1', port: 0 });
  await once(socket, 'listening');
  socket.on('message', (octets, { port, address }) => {
    for (let times = octets.toString() === 'twice' ? 2 : 1; times > 0; times -= 1)
      (by ?? socket).send(octets, port, address);
  });
  onTestFinished(() => void socket.close());
  return socket.address().port;
}

async function asker(port: number, isOpen = false): Promise<Asker> {
  const opened = await openAsker({ host: '127.0.0.1', port, number: 1, transcript: startTranscript(), isOpen });
  onTestFinished(opened.leave);
  return opened;
}

const textOf = (answer: Awaited<ReturnType<Asker['next']>> | undefined) =>
  typeof answer === 'string' ? answer : Buffer.from(answer?.octets ?? []).toString();

test('datagrams come one by one, an empty one too, and then silence', async () => {
  const one = await asker(await echo());
  await one.ask(Buffer.from('twice'));
  await one.ask(new Uint8Array());

  expect([await one.next(LONG_MS), await one.next(LONG_MS), await one.next(LONG_MS)].map(textOf)).toEqual([
    'twice',
    'twice',
    '',
  ]);
  expect(await one.next(20)).toBe('silence');
});

test('the largest datagram there is gets there and back', async () => {
  const one = await asker(await echo());
  await one.ask(Buffer.alloc(65_507, 'w'));

  expect(textOf(await one.next(LONG_MS))).toHaveLength(65_507);
});

test('where nobody listens it is told so at once, and each time', async () => {
  const socket = createSocket('udp4');
  socket.bind({ address: '127.0.0.1', port: 0 });
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  const one = await asker(port);
  await one.ask(Buffer.from('x'));

  expect(await one.next(LONG_MS)).toBe('refused');
  await one.ask(Buffer.from('y'));
  expect(await one.next(LONG_MS)).toBe('refused');
});

test('an answer from elsewhere comes to the one that takes it from anywhere alone', async () => {
  const other = createSocket('udp4');
  other.bind({ address: '127.0.0.1', port: 0 });
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const port = await echo(other);
  const [open, connected] = [await asker(port, true), await asker(port)];
  await connected.ask(Buffer.from('x'));
  await open.ask(Buffer.from('y'));
  const answer = await open.next(LONG_MS);

  expect(answer).toMatchObject({ from: { host: '127.0.0.1', port: other.address().port } });
  expect(open.where).toEqual({ address: '127.0.0.1', port });
  expect(await connected.next(20)).toBe('silence');
});

test('answers to some askers are waited for together', async () => {
  const port = await echo();
  const askers = [await asker(port), await asker(port)];
  await askers[1]?.ask(Buffer.from('x'));

  expect((await firstAnswers(askers, 20)).map(textOf)).toEqual(['silence', 'x']);
});

test('a name that does not resolve is not reachable', async () => {
  const opening = openAsker({ host: '256.0.0.1', port: 1, number: 1, transcript: startTranscript() });

  await expect(opening).rejects.toThrow(NotReachable);
});

test('an answer point answers from there, from another port, and from another address', async () => {
  const point = await openAnswerPoint('127.0.0.1', 0, startTranscript());
  onTestFinished(point.close);
  const one = await asker(point.port, true);
  await one.ask(Buffer.from('x'));
  const question = await point.next(LONG_MS);
  if (question === undefined) throw new Error('a question was asked');
  const whences: readonly Whence[] = ['there', 'another port', 'another address'];
  const from = [];
  for (const whence of whences.slice(0, process.platform === 'linux' ? 3 : 2)) {
    await point.answer(Buffer.from('y'), question, whence);
    const answer = await one.next(LONG_MS);
    from.push(typeof answer === 'string' ? answer : [answer.from.host, answer.from.port === point.port]);
  }

  expect(from).toEqual(
    [
      ['127.0.0.1', true],
      ['127.0.0.1', false],
      ['127.0.0.2', true],
    ].slice(0, from.length),
  );
  point.isOver();
  expect(await point.next(LONG_MS)).toBeUndefined();
});
