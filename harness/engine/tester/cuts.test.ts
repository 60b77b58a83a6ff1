import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { withDelaysOfItsOwn } from '../../processes/run-delays.ts';
import { caseLimits } from '../limits.ts';
import { type CutProver, clientProver, cutProver, type ReadTeller } from './cuts.ts';
import { createPeer } from './make-peer.ts';
import type { Peer } from './peer.ts';
import { startTranscript } from './transcript.ts';

const onLinux = test.runIf(process.platform === 'linux');

/** A peer of a server that does one thing with its client, and the prover of the peer's cuts. */
async function peerOf(
  onClient: (socket: Socket) => void,
  teller: Pick<ReadTeller, 'octetsRead'> = {},
): Promise<{ peer: Peer; prover: CutProver }> {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    onTestFinished(() => void socket.destroy());
    onClient(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const prover = cutProver({ pid: process.pid, ...teller }, caseLimits({}));
  const peer = createPeer({
    host: '127.0.0.1',
    port,
    limits: caseLimits({}),
    patience: { streamMs: 20_000 },
    transcript: startTranscript(),
    prover,
    number: 1,
    connectMs: 20_000,
  });
  onTestFinished(peer.dispose);
  return { peer, prover };
}

const segments = (text: string) => [...text].map((character) => Buffer.from(character));

onLinux('each segment is read before the next leaves, and nothing is in doubt', async () => {
  const reads: string[] = [];
  const { peer, prover } = await peerOf((socket) => socket.on('data', (octets) => reads.push(String(octets))).resume());
  await peer.send(Buffer.from('na'), Buffer.from('me\n\0'), Buffer.from('\0\n\0\n'));
  await peer.taken();

  expect(reads).toEqual(['na', 'me\n\0', '\0\n\0\n']);
  expect(prover.doubt()).toBeUndefined();
});

onLinux('octet by octet is as many reads', async () => {
  const reads: string[] = [];
  const { peer, prover } = await peerOf((socket) => socket.on('data', (octets) => reads.push(String(octets))).resume());
  await peer.send(...segments('fifty segments, each of which is a read of its own'));
  await peer.taken();

  expect(reads).toEqual([...'fifty segments, each of which is a read of its own']);
  expect(prover.doubt()).toBeUndefined();
});

test('who tells what it has read is asked in place of the kernel', async () => {
  let served: Socket | undefined;
  const reads: string[] = [];
  const onClient = (socket: Socket): void => {
    served = socket.on('data', (octets) => reads.push(String(octets))).resume();
  };
  const asked: number[] = [];
  const octetsRead = (port: number): number | undefined => {
    asked.push(port);
    return served?.remotePort === port ? served.bytesRead : undefined;
  };
  const { peer, prover } = await peerOf(onClient, { octetsRead });
  await peer.send(...segments('told'));
  await peer.taken();

  expect(reads).toEqual([...'told']);
  expect(new Set(asked)).toEqual(new Set([served?.remotePort]));
  expect(prover.doubt()).toBeUndefined();
});

test.each([
  ['that it has read nothing', 0],
  ['of no such connection', undefined],
])('who tells %s leaves every cut in doubt', async (_, told) => {
  const { peer, prover } = await peerOf((socket) => socket.resume(), { octetsRead: () => told });
  await peer.send(...segments('abc'));

  expect(prover.doubt()).toBe('cut not proven: 2 of 2 segments may have been read together with the next');
});

test('a server that never reads leaves every cut in doubt', async () => {
  const { peer, prover } = await peerOf(() => undefined);
  await peer.send(...segments('abc'));

  expect(prover.doubt()).toBe('cut not proven: 2 of 2 segments may have been read together with the next');
});

test('where the IUT has no processor, the gaps between segments become no silence', async () => {
  const { peer, prover } = await peerOf(() => undefined);
  await peer.send(...segments('abc'));
  const watch = () => () => undefined;
  const starving = { watch, watchDrain: watch, takeMs: () => Number.POSITIVE_INFINITY, ownPart: () => 0 };
  // Each gap would take the 10 s for which a limit is prolonged at most, longer together than a test may.
  await withDelaysOfItsOwn(() => peer.send(...segments('x'.repeat(55))), starving);

  expect(prover.doubt()).toMatch(/^cut not proven: 56 of 56 /);
});

test('one segment needs no proof', async () => {
  const { peer, prover } = await peerOf(() => undefined);
  await peer.send(Buffer.from('whole'));

  expect(prover.doubt()).toBeUndefined();
});

test('a connection that the server has ended needs no proof', async () => {
  const { peer, prover } = await peerOf((socket) => socket.end());
  await peer.answer();
  await peer.send(...segments('abc'));

  expect(prover.doubt()).toBeUndefined();
});

onLinux('a reset has arrived when the kernel of the IUT has the connection no more, on this machine too', async () => {
  const prover = clientProver(process.pid, caseLimits({}));
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const client = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  const [[iut]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
  iut.on('error', () => undefined);
  onTestFinished(() => void iut.destroy());

  const arrives = prover.resetArrives(client);
  expect(await arrives()).toBe(false);
  client.resetAndDestroy();
  expect(await arrives()).toBe(true);
});
