/**
 * IPv4 addresses as numbers: 32 bits in a signed integer, so that no frame needs memory for its addresses. All arithmetic
 * on addresses is done here; `ipv4.ts` offers it to those who hold addresses as text.
 */

/** A prefix with the directed broadcast address that it has; none for /31 and /32 (RFC 3021). */
export interface Prefix {
  readonly network: number;
  readonly mask: number;
  readonly broadcast: number | undefined;
}

/** 255.255.255.255 (RFC 919). */
export const LIMITED_BROADCAST_NUMBER = -1;

/** Whether an address is a group: 224.0.0.0/4 (RFC 1112 §4). */
export function isGroupNumber(address: number): boolean {
  return address >>> 28 === 0xe;
}

/** An address in dotted-decimal form. */
export function ipv4Text(address: number): string {
  return ipv4Octets(address).join('.');
}

/** The four octets of an address, the most significant first. */
export function ipv4Octets(address: number): readonly [number, number, number, number] {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
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
  return address === undefined || length > 32 ? undefined : prefixAt(address, length);
}

/** The prefix of that length (0 to 32) which an address lies in. */
export function prefixAt(address: number, length: number): Prefix {
  const mask = maskNumber(length);
  return { network: address & mask, mask, broadcast: length > 30 ? undefined : address | ~mask };
}

/** The mask of a prefix: `length` one bits from the left. */
export function maskNumber(length: number): number {
  return length === 0 ? 0 : -1 << (32 - length);
}

/** The number of one bits of a mask; undefined where they are not in one row from the left (RFC 4632 §5.1). */
export function lengthOfMask(mask: number): number | undefined {
  const length = Math.clz32(~mask);
  return mask === maskNumber(length) ? length : undefined;
}
