import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Network } from '../contracts/address-facts.ts';
import { networkOf } from './network.ts';

test.each([
  ['10.0.0.0', 24, network('255.255.255.0', '10.0.0.0', '10.0.0.1', '10.0.0.254', 254, '10.0.0.255')],
  [
    '200.201.145.128',
    26,
    network('255.255.255.192', '200.201.145.128', '200.201.145.129', '200.201.145.190', 62, '200.201.145.191'),
  ],
  ['172.16.10.77', 24, network('255.255.255.0', '172.16.10.0', '172.16.10.1', '172.16.10.254', 254, '172.16.10.255')],
  ['10.0.0.5', 31, network('255.255.255.254', '10.0.0.4', '10.0.0.4', '10.0.0.5', 2)],
  ['10.0.0.5', 32, network('255.255.255.255', '10.0.0.5', '10.0.0.5', '10.0.0.5', 1)],
  ['10.0.0.5', 0, network('0.0.0.0', '0.0.0.0', '0.0.0.1', '255.255.255.254', 4_294_967_294, '255.255.255.255')],
])('%s/%i', (address, prefix, expected) => {
  expect(networkOf({ address, prefix })).toEqual(expected);
});

/** What Python's own library says of the same networks, one JSON object a line of input. */
const oracle = `
import ipaddress, itertools, json, sys
for line in sys.stdin:
    net = ipaddress.ip_interface(line.strip()).network
    hosts = {31: 2, 32: 1}.get(net.prefixlen, net.num_addresses - 2)
    first = next(iter(net.hosts()))
    last = net[-1] if net.prefixlen > 30 else net[-2]
    said = dict(mask=str(net.netmask), network=str(net[0]), firstHost=str(first), lastHost=str(last), hosts=hosts)
    if net.prefixlen < 31:
        said['broadcast'] = str(net.broadcast_address)
    print(json.dumps(said))
`;

test('agrees with the ipaddress module of Python, every prefix of many addresses', (context) => {
  const given = addresses(100).flatMap((address) => Array.from({ length: 33 }, (_, prefix) => ({ address, prefix })));
  const input = given.map(({ address, prefix }) => `${address}/${prefix}\n`).join('');

  const python = spawnSync('python3', ['-c', oracle], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (python.error !== undefined) {
    if (process.env.CI !== undefined) throw new Error('CI needs python3');
    context.skip('needs python3');
  }

  const said = python.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(python.stderr).toBe('');
  expect(given.map(networkOf)).toEqual(said);
});

/** The edges of the classes, then addresses from a fixed multiplicative sequence over all 32 bits. */
function addresses(count: number): readonly string[] {
  const edges = ['0.0.0.0', '127.255.255.255', '128.0.0.0', '191.255.255.255', '192.0.0.0', '255.255.255.255'];
  const spread = Array.from({ length: count }, (_, index) => Math.imul(index + 1, 0x9e3779b1) >>> 0);
  return [...edges, ...spread.map((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.'))];
}

function network(
  mask: string,
  first: string,
  firstHost: string,
  lastHost: string,
  hosts: number,
  broadcast?: string,
): Network {
  return { mask, network: first, firstHost, lastHost, hosts, ...(broadcast === undefined ? {} : { broadcast }) };
}
