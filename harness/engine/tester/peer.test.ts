import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { NotReachable } from '../../contracts/target.ts';
import { freePort } from '../../targets/ports.ts';
import { clock } from '../clock.ts';
import { Finding } from '../finding.ts';
import { caseLimits } from '../limits.ts';
import { cutProver } from './cuts.ts';
import { createPeer } from './make-peer.ts';
import type { Peer, PeerOptions } from './peer.ts';
import { startTranscript } from './transcript.ts';

/** So long that only a wait which cannot end by itself meets it. */
const LONG_MS = 20_000;
const patient = caseLimits({ replyMs: LONG_MS, closeMs: LONG_MS });
/** For peers that are met with silence: nothing comes, however long one waits. */
const hasty = caseLimits({ replyMs: 50 });

/** A server that does one thing with each client; resolves to its port. Errors of its sockets are the tests' own doing. */
async function serve(onClient: (socket: Socket) => void): Promise<number> {
  const clients: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    clients.push(socket);
    socket.on('error', () => undefined);
    onClient(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    server.close();
  });
  return portOf(server.address());
}

function portOf(address: unknown): number {
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port);
  throw new Error('the server has no port');
}

function peerOf(port: number, options: Partial<PeerOptions> = {}): Peer {
  const peer = createPeer({
    host: '127.0.0.1',
    port,
    limits: patient,
    patience: { streamMs: LONG_MS },
    transcript: startTranscript(),
    prover: cutProver({}, caseLimits({})),
    number: 1,
    connectMs: LONG_MS,
    ...options,
  });
  onTestFinished(peer.dispose);
  return peer;
}

test('an orderly end: open, data, end, close', async () => {
  const peer = peerOf(await serve((socket) => socket.end('phrase')));

  expect(await peer.history()).toEqual(['open', 'data', 'end', 'close']);
  expect(await peer.text()).toBe('phrase');
});

test('an end without an octet', async () => {
  const peer = peerOf(await serve((socket) => socket.end()));

  expect(await peer.answer()).toBe('end');
  expect(await peer.history()).toEqual(['open', 'end', 'close']);
});

test('a reset on accept: it was open all the same', async () => {
  const peer = peerOf(await serve((socket) => socket.resetAndDestroy()));

  expect(await peer.history()).toEqual(['open', 'reset', 'close']);
});

test('a reset that comes together with octets is no end', async () => {
  const gone = deferred<void>();
  const port = await serve((socket) => {
    socket.once('close', () => gone.resolve());
    socket.once('data', () => socket.write('octets', () => socket.resetAndDestroy()));
  });
  const peer = peerOf(port, { paused: true });
  await peer.send(Buffer.from('x'));
  await gone.promise;

  expect(await peer.history()).toEqual(['open', 'data', 'reset', 'close']);
  expect(await peer.text()).toBe('octets');
});

test('a reset some time after octets', async () => {
  const peer = peerOf(
    await serve((socket) => {
      socket.write('octets');
      socket.once('data', () => socket.resetAndDestroy());
    }),
  );
  await peer.receives(6);
  await peer.send(Buffer.from('x'));

  expect(await peer.history()).toEqual(['open', 'data', 'reset', 'close']);
});

test('silence', async () => {
  const peer = peerOf(await serve(() => undefined), { limits: hasty });

  expect(await peer.answer()).toBe('silence');
  expect(await peer.staysOpen()).toBe('open');
  expect(await peer.history()).toEqual(['open', 'silence']);
});

test('a stream without an end is a flood, and is cut', async () => {
  const endless = () => Readable.from(repeat(Buffer.alloc(1024 * 1024)));
  const peer = peerOf(await serve((socket) => endless().pipe(socket)));

  expect(await peer.history()).toEqual(['open', 'data', 'flood', 'close']);
});

test('a trickle without an end is not waited for longer than streams are', async () => {
  const port = await serve((socket) => {
    const trickle = setInterval(() => socket.write('.'), 1);
    socket.once('close', () => clearInterval(trickle));
  });
  const peer = peerOf(port, { patience: { streamMs: 50 } });
  await peer.answer();

  expect(peer.isCutShort()).toBe(false);
  expect(await peer.history()).toEqual(['open', 'data', 'more without an end']);
  expect(peer.isCutShort()).toBe(true);
});

test('reset sends a real RST', async () => {
  const failed = deferred<unknown>();
  const port = await serve((socket) => {
    socket.once('error', failed.resolve).resume();
    socket.write('go on');
  });
  const peer = peerOf(port);
  await peer.receives(5);
  await peer.reset();

  expect(await failed.promise).toMatchObject({ code: 'ECONNRESET' });
  expect(peer.soFar()).toEqual(['open', 'data', 'close']);
});

test('a half-closed connection is not reset: no RST would leave', async () => {
  const peer = peerOf(await serve(() => undefined));
  await peer.endWriting();

  await expect(peer.reset()).rejects.toThrow('the stimulus is not real');
});

test('leaving with octets unread makes the kernel send an RST', async () => {
  const written = deferred<void>();
  const failed = deferred<unknown>();
  const port = await serve((socket) => {
    socket.once('error', failed.resolve).resume();
    socket.write('unread octets', () => written.resolve());
  });
  const peer = peerOf(port, { paused: true });
  await peer.opened();
  await written.promise;
  await peer.leave();

  expect(await failed.promise).toMatchObject({ code: 'ECONNRESET' });
});

test('a half-close goes on reading', async () => {
  const port = await serve((socket) => socket.resume().once('end', () => socket.end('after your end')));
  const peer = peerOf(port);
  await peer.endWriting();

  expect(await peer.text()).toBe('after your end');
  expect(await peer.history()).toEqual(['open', 'data', 'end', 'close']);
});

test('the half-close of the server leaves the peer free to send', async () => {
  const late = deferred<string>();
  const port = await serve((socket) => {
    socket.end();
    socket.once('data', (octets) => late.resolve(String(octets)));
  });
  const peer = peerOf(port);
  expect(await peer.answer()).toBe('end');
  await peer.send(Buffer.from('after your end'));

  expect(await late.promise).toBe('after your end');
});

test('what was said by one that does not hang up; the peer hangs up', async () => {
  const ended = deferred<void>();
  const port = await serve((socket) => {
    socket.once('end', () => ended.resolve()).resume();
    socket.write('hello');
  });

  expect(Buffer.from(await peerOf(port).said()).toString()).toBe('hello');
  await expect(ended.promise).resolves.toBeUndefined();
});

test('receives: true once enough octets came, false where the stream ends first', async () => {
  const port = await serve((socket) => socket.end('12345'));

  expect(await peerOf(port).receives(5)).toBe(true);
  expect(await peerOf(port).receives(6)).toBe(false);
});

test('a slow reader gets every octet', async () => {
  const peer = peerOf(await serve((socket) => socket.end('octet by octet')), { paused: true });
  await peer.readSlowly(5, 1);

  expect(await peer.text()).toBe('octet by octet');
});

test('by how much the pauses of a slow reader were too long is told', async () => {
  const peer = peerOf(await serve((socket) => socket.end('octet by octet')), { paused: true });
  await peer.opened();
  const late = clock.lateMs();
  const reading = peer.readSlowly(5, 100);
  await vi.waitFor(() => expect(peer.soFar()).toContain('data'), { interval: 1 });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  await reading;

  expect(clock.lateMs() - late).toBeGreaterThanOrEqual(500);
});

test('a stream ends early where the IUT resets in its midst', async () => {
  const port = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const peer = peerOf(port);
  const sent = await peer.stream(repeat(Buffer.alloc(65_536)));

  expect(sent % 65_536).toBe(0);
  expect(await peer.history()).toEqual(['open', 'reset', 'close']);
});

test('a refused first connection: nothing was tested', async () => {
  const peer = peerOf(await freePort('127.0.0.1'));

  await expect(peer.history()).rejects.toThrow(NotReachable);
  await expect(peer.send(Buffer.from('x'))).rejects.toThrow(/^127\.0\.0\.1:\d+ refused the connection$/);
});

test('a refused second connection is a finding', async () => {
  const refused = peerOf(await freePort('127.0.0.1'), { number: 2 }).opened();

  await expect(refused).rejects.toThrow(Finding);
  await expect(refused).rejects.toMatchObject({
    expected: 'connection 2 to be established',
    seen: expect.stringMatching(/refused the connection$/),
  });
});

test('a refused connection is tried again while somebody may listen there again', async () => {
  const port = await freePort('127.0.0.1');
  const transcript = startTranscript();
  const asked: number[] = [];
  const later = createServer((socket) => socket.end('here'));
  onTestFinished(() => void later.close());
  const peer = peerOf(port, {
    transcript,
    mayListenAgain: () => {
      asked.push(port);
      if (asked.length === 1)
        createServer((socket) => socket.end('here'))
          .listen(port, '127.0.0.1')
          .unref();
      return true;
    },
  });

  expect(await peer.text()).toBe('here');
  expect(asked.length).toBeGreaterThan(0);
  expect(transcript.evidence(false).filter(({ what }) => what === 'connect')).toHaveLength(1);
  expect(await peer.history()).toEqual(['open', 'data', 'end', 'close']);
});

test('a connection that is refused until nobody may listen any more has failed', async () => {
  let asked = 0;
  const peer = peerOf(await freePort('127.0.0.1'), {
    mayListenAgain: () => {
      asked += 1;
      return asked < 3;
    },
  });

  await expect(peer.history()).rejects.toThrow(/refused the connection$/);
  expect(asked).toBe(3);
});

test('the transcript tells the exchange in order', async () => {
  const transcript = startTranscript();
  const port = await serve((socket) => socket.once('data', () => socket.end('reply')));
  const peer = peerOf(port, { transcript });
  await peer.send(Buffer.from('request'));
  await peer.history();

  expect(transcript.evidence(false)).toMatchObject([
    { who: 'harness', what: 'connect', connection: 1 },
    { who: 'harness', what: 'send', text: 'request' },
    { who: 'iut', what: 'receive', text: 'reply' },
    { who: 'iut', what: 'fin' },
    { who: 'harness', what: 'fin' },
  ]);
});

function deferred<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((done) => {
    resolve = done;
  });
  return { promise, resolve: (value) => resolve(value) };
}

function* repeat(piece: Uint8Array): Generator<Uint8Array> {
  for (;;) yield piece;
}

test('an end within a limit: how long it took; none where the IUT keeps the connection', async () => {
  const ending = peerOf(await serve((socket) => socket.end()));
  const keeping = peerOf(await serve(() => undefined));

  expect(await ending.endsWithin(LONG_MS)).toBeGreaterThanOrEqual(0);
  expect(await keeping.endsWithin(50)).toBeUndefined();
});

test.runIf(process.platform === 'linux').each([
  ['all is written that was waited for', 1000, 1000, false],
  ['less is', 1000, 1001, true],
  ['nothing is', 0, 1, true],
  ['the buffers of both sides are full', 32 * 1024 * 1024, 32 * 1024 * 1024, true],
])('of a peer that does not read, %s', async (_, written, octets, isHeldUp) => {
  const limits = caseLimits({ replyMs: 1000 });
  const port = await serve((socket) => void socket.write(Buffer.alloc(written)));
  const peer = peerOf(port, { paused: true, limits });

  expect(await peer.holdsUp(octets)).toBe(isHeldUp);
  expect(await peer.begun()).toHaveLength(0);
});

test('what no kernel tells is waited for, and is nothing', async () => {
  const prover = { ...cutProver({}, caseLimits({})), backlog: async () => undefined };
  const port = await serve((socket) => void socket.write('octets'));

  expect(await peerOf(port, { paused: true, limits: hasty, prover }).holdsUp(7)).toBe(false);
});
