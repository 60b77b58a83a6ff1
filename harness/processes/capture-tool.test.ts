import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { installedTools, lostFrames, startCapture } from './capture-tool.ts';

test.each([
  ['tcpdump', '10 packets captured\n20 packets received by filter\n3 packets dropped by kernel\n', 3],
  ['tcpdump, one', '1 packet dropped by kernel\n', 1],
  ['tcpdump, none', '10 packets captured\n0 packets dropped by kernel\n', 0],
  [
    'dumpcap',
    "Packets captured: 27\nPackets received/dropped on interface 'lo': 27/5 (pcap:5/dumpcap:0/flushed:0/ps_ifdrop:0) (84.4%)\n",
    5,
  ],
  ['one that was ended at once', '', 0],
])('how many frames were lost, as %s tells it', (_, said, frames) => {
  expect(lostFrames(said)).toBe(frames);
});

/** Begins to capture on loopback what comes to a port of this test, where this machine lets it; resolves to the tool's process id, too. */
async function capturing(context: TestContext) {
  const mayCapture = process.platform === 'linux' && process.getuid?.() === 0 && (await installedTools()).length > 0;
  if (!mayCapture) {
    if (process.env.CI !== undefined) throw new Error('CI needs Linux, the rights of root, and tcpdump');
    context.skip('needs Linux, the rights of root, and tcpdump');
  }
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  const { port } = socket.address();
  const capture = await startCapture('lo', `udp port ${port}`);
  const pid = Number(spawnSync('pgrep', ['-f', `udp port ${port}`], { encoding: 'utf8' }).stdout.trim());
  return { socket, port, capture, pid };
}

test('a tool that ends before it was to is told of', { timeout: 60_000 }, async (context) => {
  const { capture, pid } = await capturing(context);
  const octets = buffer(capture.octets);

  process.kill(pid, 'SIGKILL');
  await octets;
  await capture.stop();

  expect(capture.brokeOff()).toMatch(/^(tcpdump|dumpcap) ended by signal SIGKILL$/);
});

/** The tool is stopped (as a busy machine stops it) while frames come, and goes on when it has been asked to end. */
test('a tool that is behind is waited for before it is ended', { timeout: 60_000 }, async (context) => {
  const { socket, port, capture, pid } = await capturing(context);
  const octets = buffer(capture.octets);

  process.kill(pid, 'SIGSTOP');
  await new Promise((sent) => socket.send('last words', port, '127.0.0.1', sent));
  const ended = capture.stop();
  await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'latin1')).toContain(') T '));
  process.kill(pid, 'SIGCONT');
  await ended;

  expect((await octets).toString('latin1')).toContain('last words');
  expect(capture.lost()).toBe(0);
  expect(capture.brokeOff()).toBeUndefined();
});
