import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Caption, capturesFolder } from '../frames/captions.ts';
import { writeCaptions } from '../frames/crafting/write-captions.ts';
import type { Host } from './host.ts';
import { type Lab, makeLab, network } from './lab.ts';

/**
 * `npm run fixtures:record [-- FILE...]` (Linux, root): records the captures of real traffic again, all or those named, and
 * their captions. Hosts a, b and c are namespaces on one bridge; the cable of c loses one frame in five. A capture sees
 * the port of a host at the bridge.
 */
const MADE = 'recorded in a lab of network namespaces: npm run fixtures:record';

/** The database of the reference server. */
const phrases = fileURLToPath(new URL('../../../fixtures/phrases/default.txt', import.meta.url));

const bin = fileURLToPath(new URL('../cli/bin.cjs', import.meta.url));

/** The group of the specification. */
const GROUP = '224.202.20.30';

/** After the last frame of a scene, what is still on its way, in milliseconds: a leave of IGMPv3 is said twice. */
const AFTER_MS = 1500;

/** One capture: what happens while it is recorded, and where. */
interface Scene {
  readonly file: string;
  readonly shows: string;
  /** The words of a capture tool that writes to standard output, where it is another than tcpdump at host a's port. */
  readonly tool?: readonly string[];
  readonly where?: 'middle' | 'a';
  /** What must be there before the capture begins. */
  readonly prepare?: (lab: Lab) => Promise<void>;
  readonly act: (lab: Lab) => Promise<void>;
}

const sockspec = (host: Host, ...words: readonly string[]) =>
  host.run([process.execPath, bin, ...words], { ms: 30_000 });

const send =
  (to: string) =>
  async (lab: Lab): Promise<void> => {
    await sockspec(
      lab.host('a'),
      'call',
      'broadcast',
      `${to}:54321`,
      '--interface',
      'eth0',
      '--count',
      '2',
      '--interval',
      '50',
    );
  };

/** A receiver in host b joins, and leaves when it is asked to; so long a capture at the port of b goes on. */
const joinAndLeave =
  (version: string) =>
  async (lab: Lab): Promise<void> => {
    const b = lab.host('b');
    await b.run(['sysctl', '-w', `net.ipv4.conf.all.force_igmp_version=${version}`]);
    const receiver = await b.start(process.execPath, bin, 'serve', 'multicast', '--interface', 'eth0');
    await until(() => receiver.output.text().includes('joined'));
    await sockspec(lab.host('a'), 'call', 'multicast', `${GROUP}:54321`, '--interface', 'eth0', '--count', '1');
    receiver.signal('SIGINT');
    await receiver.ended;
  };

/** Cases of `sockspec run` in a host, against an upload server in host b. */
const upload =
  (from: 'a' | 'c', ...only: readonly string[]) =>
  async (lab: Lab): Promise<void> => {
    const dir = await mkdtemp(join(tmpdir(), 'sockspec-record-'));
    const b = lab.host('b');
    const server = await b.start(process.execPath, bin, 'serve', 'upload', '--host', b.address, '--dir', dir);
    await until(() => server.output.text().includes('listening'));
    const cases = only.flatMap((one) => ['--only', `upload/server/${one}`]);
    await sockspec(lab.host(from), 'run', 'upload/server', '--target', `${b.address}:54321`, '--store', dir, ...cases);
    await server.stop();
    await rm(dir, { recursive: true });
  };

const fortune =
  (...only: readonly string[]) =>
  async (lab: Lab): Promise<void> => {
    const b = lab.host('b');
    const server = await b.start(process.execPath, bin, 'serve', 'fortune', '--host', b.address);
    await until(() => server.output.text().includes('listening'));
    const cases = only.flatMap((one) => ['--only', `fortune/server/${one}`]);
    const target = ['--target', `${b.address}:54321`, '--phrases', phrases];
    await sockspec(lab.host('a'), 'run', 'fortune/server', ...target, ...cases);
    await server.stop();
  };

const tcpdump = (port: string): readonly string[] => ['tcpdump', '-i', port, '-U', '--immediate-mode', '-w', '-'];

const helloFrom =
  (name: 'a' | 'c', device: string) =>
  async (lab: Lab): Promise<void> => {
    const words = ['call', 'multicast', `${GROUP}:54321`, '--interface', device, '--count', '2', '--interval', '50'];
    await sockspec(lab.host(name), ...words);
  };

const hello = helloFrom('a', 'eth0');

/** A tunnel of host a, whose frames are bare IP packets; whatever is sent into it is thrown away. */
const openTunnel = async (lab: Lab): Promise<void> => {
  const a = lab.host('a');
  const end = 'TUN:172.16.10.65/26,tun-name=tun0,tun-type=tun,iff-no-pi,iff-up';
  const tunnel = await a.start('socat', '-d', '-d', '-u', end, 'OPEN:/dev/null');
  await until(() => tunnel.output.text().includes('starting data transfer loop'));
};

const scenes: readonly Scene[] = [
  {
    file: 'recorded-multicast.pcap',
    shows: `hello world to ${GROUP}: the MAC 01:00:5E:4A:14:1E, TTL 1, and no ARP before it.`,
    act: hello,
  },
  {
    file: 'recorded-broadcast-limited.pcap',
    shows: 'hello world to 255.255.255.255: the MAC FF:FF:FF:FF:FF:FF.',
    act: send(network.limited),
  },
  {
    file: 'recorded-broadcast-subnet.pcap',
    shows: `hello world to ${network.subnetDirected}, the broadcast address of the subnet.`,
    act: send(network.subnetDirected),
  },
  {
    file: 'recorded-broadcast-net.pcap',
    shows: `hello world to ${network.netDirected}, the net-directed and all-subnets-directed broadcast of a class B network, which the lab's hosts have a route for.`,
    act: send(network.netDirected),
  },
  {
    file: 'recorded-igmp-v3.pcap',
    shows: 'A receiver joins and leaves with IGMPv3, and hears a datagram in between.',
    tool: tcpdump('port-b'),
    act: joinAndLeave('3'),
  },
  {
    file: 'recorded-igmp-v2.pcap',
    shows: 'A receiver joins and leaves with IGMPv2, and hears a datagram in between.',
    tool: tcpdump('port-b'),
    act: joinAndLeave('2'),
  },
  {
    file: 'recorded-arp.pcap',
    shows: 'ARP asks for the MAC of a host before the first unicast datagram to it.',
    act: async (lab) => {
      await lab.host('a').ip('neigh flush all');
      await sockspec(lab.host('a'), 'call', 'probe', `${lab.host('b').address}:54321`);
    },
  },
  {
    file: 'recorded-upload-octet-by-octet.pcap',
    shows: 'An upload whose header came octet by octet, each in a segment of its own.',
    act: upload('a', 'header-octet-by-octet'),
  },
  {
    file: 'recorded-upload-cut-by-fin.pcap',
    shows: 'Uploads that the client ended with FIN within the header.',
    act: upload('a', 'disconnect-anywhere[3]', 'disconnect-anywhere[10]'),
  },
  {
    file: 'recorded-upload-cut-by-rst.pcap',
    shows: 'Uploads that the client reset within the header.',
    act: upload('a', 'reset-anywhere[3]', 'reset-anywhere[10]'),
  },
  {
    file: 'recorded-half-close.pcap',
    shows: 'A client shuts down its sending side first, and is sent the phrase all the same.',
    act: fortune('survives-half-close', 'not-starved'),
  },
  {
    file: 'recorded-retransmission.pcap',
    shows: 'An upload over a cable that loses one frame in five: segments are sent again.',
    tool: tcpdump('port-c'),
    act: upload('c', 'header-split-anywhere[3]', 'stores-contents-exactly[65536]'),
  },
  {
    file: 'recorded-vlan.pcap',
    shows: `hello world to ${GROUP} with an 802.1Q tag of VLAN 7, put on by the lab's relay: the kernel had no VLANs.`,
    tool: tcpdump('port-c'),
    act: async (lab) => {
      await lab.relay('c').become({ tag: 7 });
      await helloFrom('c', 'eth0')(lab);
      await lab.relay('c').become({});
    },
  },
  {
    file: 'recorded-cooked2.pcap',
    shows: 'The same datagrams on all interfaces: Linux cooked capture, version 2, has no destination MAC.',
    where: 'a',
    tool: tcpdump('any'),
    act: hello,
  },
  {
    file: 'recorded-cooked.pcap',
    shows: 'The same as Linux cooked capture, version 1.',
    where: 'a',
    tool: [...tcpdump('any'), '-y', 'LINUX_SLL'],
    act: hello,
  },
  {
    file: 'recorded-loopback.pcap',
    shows: 'hello world to the group on a loopback interface: both MACs are zero.',
    where: 'a',
    tool: tcpdump('lo'),
    act: helloFrom('a', 'lo'),
  },
  {
    file: 'recorded-raw.pcap',
    shows: 'hello world to the group into a tunnel, whose frames are bare IPv4 packets: there are no MACs.',
    where: 'a',
    tool: tcpdump('tun0'),
    prepare: openTunnel,
    act: helloFrom('a', 'tun0'),
  },
  {
    file: 'recorded-two-interfaces.pcapng',
    shows: 'One multicast datagram at two ports of a bridge: pcapng with two interfaces, and a comment.',
    tool: ['dumpcap', '-q', '-i', 'port-a', '-i', 'port-b', '--capture-comment', 'hello world at two ports', '-w', '-'],
    act: hello,
  },
];

/** Records one scene, and resolves to its caption. */
async function record(
  lab: Lab,
  { file, shows, tool = tcpdump('port-a'), where = 'middle', prepare, act }: Scene,
): Promise<Caption> {
  const folder = await mkdtemp(join(tmpdir(), 'sockspec-record-'));
  const path = join(folder, 'capture');
  const host = where === 'middle' ? lab.middle : lab.host('a');
  await prepare?.(lab);
  // The octets go through a shell into a file: what a launched program prints is kept as text.
  const capture = await host.start('sh', '-c', 'exec "$@" > "$0"', path, ...tool);
  await until(() => /listening on|^File: /m.test(capture.output.text()));
  await act(lab);
  await pause(AFTER_MS);
  capture.signal('SIGINT');
  await capture.ended;
  await writeFile(join(capturesFolder, file), await readFile(path));
  await rm(folder, { recursive: true });
  process.stderr.write(`${file}\n`);
  return { file, shows, made: MADE, breaks: [], nets: [network.prefix, '172.16.0.0/16'] };
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (holds()) return;
    await pause(20);
  }
  throw new Error('a program of the scene said nothing within 10 s');
}

const lab = await makeLab({ hosts: ['a', 'b', 'c'], impaired: { c: { seed: 7, loss: 0.2, resets: 'spared' } } });
try {
  const named = process.argv.slice(2);
  const recorded: Caption[] = [];
  for (const scene of scenes) {
    if (named.length === 0 || named.includes(scene.file)) recorded.push(await record(lab, scene));
  }
  const again = new Set(recorded.map(({ file }) => file));
  writeCaptions(recorded, ({ file }) => again.has(file));
} finally {
  await lab.close();
}
