import { isIPv4, isIPv6 } from 'node:net';
import { UsageError } from '../contracts/errors.ts';

/** A TCP or UDP address as a person writes it. */
export interface Address {
  /** A name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** Reads `HOST:PORT`: a name, an IPv4 address, or an IPv6 address in brackets (RFC 3986 §3.2.2). Throws a UsageError. */
export function parseAddress(text: string): Address {
  const parts = /^(?:\[(?<bracketed>[^[\]]+)\]|(?<plain>[^:[\]/\s]+)):(?<port>\d+)$/.exec(text)?.groups;
  if (parts === undefined) throw wrong('HOST:PORT, such as 192.168.1.20:54321 or [::1]:54321', text);
  const { bracketed, plain, port } = parts;
  if (bracketed !== undefined && !isIPv6(bracketed)) throw wrong('an IPv6 address in the brackets', text);
  if (plain !== undefined && /^[\d.]+$/.test(plain) && !isIPv4(plain)) throw wrong('an IPv4 address or a name', text);
  const number = Number(port);
  if (number < 1 || number > 65_535) throw wrong('a port from 1 to 65535', text);
  return { host: bracketed ?? plain ?? '', port: number };
}

/** `HOST:PORT`, an IPv6 address in brackets: what `parseAddress` reads back. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function wrong(expected: string, found: string): UsageError {
  return new UsageError(`expected ${expected}, found ${JSON.stringify(found)}`);
}
