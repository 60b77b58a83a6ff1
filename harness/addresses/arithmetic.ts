import { Address4 } from 'ip-address';

/** An IPv4 address with the number of leading one bits of its mask (RFC 4632 §3.1): 0 to 32. */
export interface AddressPrefix {
  readonly address: string;
  readonly prefix: number;
}

/** The prefix of a mask in dotted decimal; undefined where its one bits are not in one row from the left. */
export function prefixOfMask(mask: string): number | undefined {
  try {
    return Address4.fromAddressAndMask('0.0.0.0', mask).subnetMask;
  } catch {
    return undefined;
  }
}

/** The mask of a prefix in dotted decimal. */
export function maskOfPrefix(prefix: number): string {
  return new Address4(`0.0.0.0/${prefix}`).subnetMaskAddress().correctForm();
}

/** The first and the last address that share the prefix: all host bits zero, all host bits one. */
export function edgesOf({ address, prefix }: AddressPrefix): { readonly first: string; readonly last: string } {
  const block = new Address4(`${address}/${prefix}`);
  return { first: block.startAddress().correctForm(), last: block.endAddress().correctForm() };
}

/** The address that is `steps` after this one; before it where negative. It must not leave the 32 bits. */
export function addressAfter(address: string, steps: number): string {
  return new Address4(address).offset(steps).correctForm();
}

/** The four octets of an address, the most significant first. */
export function octetsOf(address: string): readonly number[] {
  return new Address4(address).toArray();
}
