import { expect, test, vi } from 'vitest';
import { type Lab, makeLab } from './lab.ts';
import type { Impairment } from './relay.ts';
import { useLab } from './use-lab.test.helper.ts';

/** The cable with faults does what it is told, and counts it. */

const plan = { hosts: ['a', 'b'], impaired: { a: {}, b: { seed: 7 } } } as const;
const lab = useLab(plan, [['tcpdump', '--version']]);
const soon = { timeout: 5000, interval: 10 };

/** Sends numbered datagrams to host b and prints the round trip of the first, in ms, and which came back, in order. */
const send = `
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(float(sys.argv[2]))
began = time.monotonic()
for number in range(int(sys.argv[1])):
    s.sendto(str(number).encode(), ('172.16.10.2', 7))
back = []
try:
    while len(back) < int(sys.argv[1]):
        back.append(int(s.recv(2000)))
        if len(back) == 1:
            trip = time.monotonic() - began
except socket.timeout:
    pass
print([trip * 1000, back])
`;

/** Sends every datagram back, one after another. */
const echo = `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('0.0.0.0', 7))
print('ready', flush=True)
while True:
    s.sendto(*s.recvfrom(2000))
`;

test('without settings every frame passes, in order', async () => {
  const { back, counts } = await echoed(100, {});

  expect(back).toEqual(numbers(100));
  expect(counts.in).toMatchObject({ lost: 0, reordered: 0, tagged: 0, untagged: 0, overflowed: 0 });
  expect(counts.in.passed).toBeGreaterThanOrEqual(100);
});

test('it delays each direction', async () => {
  const { trip, back } = await echoed(20, { delayMs: 40 });

  expect(back).toEqual(numbers(20));
  expect(trip).toBeGreaterThanOrEqual(80);
});

test('it loses a share of the frames, and counts them', async () => {
  const { back, counts } = await echoed(200, { loss: 0.2 });

  expect(back.length).toBe(200 - counts.in.lost - counts.out.lost);
  expect(counts.in.lost).toBeGreaterThan(10);
  expect(counts.in.lost).toBeLessThan(90);
});

test('it holds a share of the frames back, so that others overtake them', async () => {
  const { back, counts } = await echoed(200, { reorder: 0.2, heldMs: 20 });

  expect(back).not.toEqual(numbers(200));
  expect([...back].sort((one, other) => one - other)).toEqual(numbers(200));
  expect(counts.in.reordered + counts.out.reordered).toBeGreaterThan(10);
});

test('the same seed has the same fate in store for each frame', async () => {
  const backs: (readonly number[])[] = [];
  for (const _ of [1, 2]) {
    const own = await makeLab(plan);
    backs.push((await echoed(100, { loss: 0.3 }, own).finally(own.close)).back);
  }

  expect(backs[0]).toEqual(backs[1]);
  expect(backs[0]?.length).toBeLessThan(100);
});

test('it adds a tag on the side of the bridge, and takes it off for the host', async () => {
  const capture = await lab().middle.start('tcpdump', '-i', 'port-b', '-n', '-e', '-l');
  await vi.waitFor(() => expect(capture.output.text()).toContain('listening on'), soon);
  await lab().relay('a').become({ tag: 5 });

  const { back, counts } = await echoed(3, { tag: 5 });

  expect(back).toEqual(numbers(3));
  expect(counts).toMatchObject({ out: { tagged: 3 }, in: { untagged: 3 } });
  const tagged = (from: string) => new RegExp(`802\\.1Q.* vlan 5.* ${from}`);
  await vi.waitFor(() => expect(capture.output.text()).toMatch(tagged('172.16.10.2.7 > 172.16.10.1')), soon);
  expect(capture.output.text()).toMatch(tagged('172.16.10.1.\\d+ > 172.16.10.2.7'));
  await capture.stop();
});

/** Lets host b echo so many datagrams of host a while its cable does so, and tells what the relay counted meanwhile. */
async function echoed(count: number, impairment: Impairment, { host, relay }: Lab = lab()) {
  // Addresses are resolved beforehand, so that the datagrams are the only frames.
  await host('a').ip('neigh replace 172.16.10.2 lladdr 02:00:ac:10:0a:02 dev eth0 nud permanent');
  await host('b').ip('neigh replace 172.16.10.1 lladdr 02:00:ac:10:0a:01 dev eth0 nud permanent');
  const server = await host('b').start('python3', '-c', echo);
  await vi.waitFor(() => expect(server.output.text()).toBe('ready\n'), soon);
  await relay('b').become(impairment);
  const { stdout, stderr } = await host('a').run(['python3', '-c', send, String(count), '1']);
  expect(stderr).toBe('');
  const counts = await relay('b').counts();
  await server.stop();
  const [trip, back]: readonly [number, readonly number[]] = JSON.parse(stdout);
  return { trip, back, counts };
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => number);
}
