import { isIP } from 'node:net';
import { isGroup } from '../../addresses/ipv4.ts';
import type { ClientOptions } from '../../contracts/endpoint.ts';
import { UsageError } from '../../contracts/errors.ts';
import { carefulBroadcastSender, carefulMulticastSender, datagramSender } from '../../endpoints/datagram-sender.ts';
import { type FlagValue, integerValue, MILLISECONDS, singleValue } from '../planning/flag-values.ts';
import { chooseInterface } from '../planning/interface.ts';
import { say } from '../terminal/print.ts';
import type { Caller, DatagramFlag } from './caller.ts';
import { interruptible } from './interruption.ts';

/** What the flags of a sender come to; a person is asked for the interface where it is not clear. */
export async function datagramOptions(
  endpoint: string,
  flags: Readonly<Record<DatagramFlag, FlagValue>>,
): Promise<Pick<ClientOptions, 'interface' | 'ttl' | 'loopback' | 'intervalMs' | 'count'>> {
  const ttl = integerValue('--ttl', flags.ttl, [0, 255]);
  const intervalMs = integerValue('--interval', flags.interval, MILLISECONDS);
  const count = integerValue('--count', flags.count, [1, 1_000_000_000]);
  const loopback = singleValue('--loopback', flags.loopback);
  if (loopback !== undefined && loopback !== 'on' && loopback !== 'off')
    throw new UsageError(`expected --loopback to be on or off, found ${JSON.stringify(loopback)}`);
  const { address } = await chooseInterface(singleValue('--interface', flags.interface), `the ${endpoint} sender`);
  return {
    interface: address,
    ...(ttl === undefined ? {} : { ttl }),
    ...(intervalMs === undefined ? {} : { intervalMs }),
    ...(count === undefined ? {} : { count }),
    ...(loopback === undefined ? {} : { loopback: loopback === 'on' }),
  };
}

/** Sends until its count is reached, or until it is interrupted; each datagram is told on standard error. */
export function callDatagrams(endpoint: 'multicast' | 'broadcast'): Caller['call'] {
  const send = datagramSender(endpoint === 'multicast' ? carefulMulticastSender : carefulBroadcastSender);
  return async ({ host, port, connectMs, replyMs, flags }) => {
    if (endpoint === 'multicast' && !isGroup(host))
      throw new UsageError(`expected a group from 224.0.0.0 to 239.255.255.255, found ${host}`);
    if (endpoint === 'broadcast' && (isIP(host) !== 4 || isGroup(host)))
      throw new UsageError(`expected a broadcast address, such as 192.168.1.255 or 255.255.255.255, found ${host}`);
    const options = await datagramOptions(endpoint, flags);
    if (host === options.interface)
      throw new UsageError(`expected a broadcast address, found ${host}, which is that of the interface itself`);
    await interruptible((signal) =>
      send({
        ...{ host, port, connectMs, replyMs, signal },
        ...options,
        show: () => undefined,
        tell: ({ text }) => void say(`${text}\n`),
      }),
    );
  };
}
