import { expect, test, vi } from 'vitest';
import type { LaunchedProcess } from '../contracts/process.ts';
import type { Host } from './host.ts';
import { network } from './lab.ts';
import { useLab } from './use-lab.test.helper.ts';

/** What a lab is: hosts that reach one another, by every kind of IPv4 address, and nobody else. */

const lab = useLab({ hosts: ['a', 'b', 'c'] });
const soon = { timeout: 5000, interval: 10 };

/** Waits for one datagram at an address, as a member of a group if one is named, and says where it came from. */
const receive = `
import socket, sys
address, *groups = sys.argv[1:]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((address, 54321))
for group in groups:
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton('0.0.0.0'))
print('ready', flush=True)
data, (host, _) = s.recvfrom(2000)
print(f'{data.decode()} from {host}', flush=True)
`;

const send = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.sendto(b'hello', (sys.argv[1], 54321))
`;

test.each([
  ['its own address', '172.16.10.2', []],
  ['the limited broadcast address', network.limited, []],
  ['the subnet-directed broadcast address', network.subnetDirected, []],
  ['the net-directed broadcast address', network.netDirected, []],
  ['a group that it has joined', '224.202.20.30', ['224.202.20.30']],
])('a datagram to %s reaches a host', async (_, destination, groups) => {
  const receiver = await listening(lab().host('b'), '0.0.0.0', ...groups);

  expect(await lab().host('a').run(['python3', '-c', send, destination])).toMatchObject({ status: 0, stderr: '' });

  await vi.waitFor(() => expect(receiver.output.text()).toBe('ready\nhello from 172.16.10.1\n'), soon);
  await receiver.stop();
});

test('both other hosts get a broadcast', async () => {
  const receivers = [await listening(lab().host('b'), '0.0.0.0'), await listening(lab().host('c'), '0.0.0.0')];

  await lab().host('a').run(['python3', '-c', send, network.netDirected]);

  for (const { output, stop } of receivers) {
    await vi.waitFor(() => expect(output.text()).toBe('ready\nhello from 172.16.10.1\n'), soon);
    await stop();
  }
});

test('no device of the machine is in a host, and none of a host on the machine', async () => {
  const devices = async (words: readonly string[]): Promise<string> => (await lab().middle.run(words)).stdout;

  expect(await devices(['ls', '/sys/class/net'])).toBe('bridge\nlo\nport-a\nport-b\nport-c\n');
  expect((await lab().host('a').run(['ls', '/sys/class/net'])).stdout).toBe('eth0\nlo\n');
});

test('an interface of a host has no IPv6 address, so that it says nothing by itself', async () => {
  const { stdout } = await lab().host('a').run(['ip', '-6', '-brief', 'address']);

  expect(stdout).toMatch(/^lo +UNKNOWN +::1\/128 *\n$/);
});

test('names are those of the lab, and no query looks for a way out', async () => {
  const look = 'import socket, sys; print(socket.gethostbyname_ex(sys.argv[1])[2])';
  await lab().host('a').setNames('172.16.10.2 phone');

  expect((await lab().host('a').run(['python3', '-c', look, 'phone'])).stdout).toBe("['172.16.10.2']\n");
  expect((await lab().host('a').run(['python3', '-c', look, 'nowhere.invalid'])).stderr).toContain('socket.gaierror');
});

test('a host that is cut off gets nothing, and hears again when it is back', async () => {
  const receiver = await listening(lab().host('b'), '0.0.0.0');
  const other = await listening(lab().host('c'), '0.0.0.0');

  await lab().cutOff('b');
  await lab().host('a').run(['python3', '-c', send, network.subnetDirected]);
  await vi.waitFor(() => expect(other.output.text()).toBe('ready\nhello from 172.16.10.1\n'), soon);
  expect(receiver.output.text()).toBe('ready\n');

  await lab().reconnect('b');
  await lab().host('a').run(['python3', '-c', send, '172.16.10.2']);
  await vi.waitFor(() => expect(receiver.output.text()).toBe('ready\nhello from 172.16.10.1\n'), soon);
  await Promise.all([receiver.stop(), other.stop()]);
});

async function listening(host: Host, ...words: readonly string[]): Promise<LaunchedProcess> {
  const receiver = await host.start('python3', '-c', receive, ...words);
  await vi.waitFor(() => expect(receiver.output.text()).toBe('ready\n'), soon);
  return receiver;
}
