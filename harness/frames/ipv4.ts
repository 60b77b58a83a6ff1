/** IPv4 addresses as the decoder holds them: 32 bits in a signed integer, so that none needs memory of its own. */

/** A prefix with the directed broadcast address that it has; none for /31 and /32 (RFC 3021). */
export interface Prefix {
  readonly network: number;
  readonly mask: number;
  readonly broadcast: number | undefined;
}

/** 255.255.255.255. */
export const LIMITED_BROADCAST = -1;

/** Whether an address is a group: 224.0.0.0/4 (RFC 1112 §4). */
export function isGroup(address: number): boolean {
  return address >>> 28 === 0xe;
}

/** An address in dotted-decimal form. */
export function ipv4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** Reads dotted-decimal form; undefined for anything else, leading zeros included. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((address, part) => (address << 8) | Number(part), 0);
}

/** Reads `ADDRESS/LENGTH`; host bits may be set, as in the address of an interface. Undefined for anything else. */
export function parsePrefix(text: string): Prefix | undefined {
  const [, host = '', digits = ''] = /^([\d.]+)\/(0|[1-9]\d?)$/.exec(text) ?? [];
  const address = parseIpv4(host);
  const length = Number(digits);
  if (address === undefined || length > 32) return undefined;
  const mask = length === 0 ? 0 : -1 << (32 - length);
  return { network: address & mask, mask, broadcast: length > 30 ? undefined : address | ~mask };
}
