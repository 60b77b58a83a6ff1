import type { AddressFacts } from '../harness/contracts/address-facts.ts';
import { fill } from './layout.ts';
import { openGrid } from './table.ts';

/** Width of the column of labels, the gap behind it included. */
const LABELS = 22;

/** The narrowest column of values. */
const LEAST_VALUES = 30;

/** What was worked out for each address as a table, a block an address; what there is not is said with its reason. */
export function renderAddresses(addresses: readonly AddressFacts[], width: number): string {
  const values = Math.max(LEAST_VALUES, width - LABELS);
  return addresses.map((facts) => block(facts, values)).join('\n');
}

function block(facts: AddressFacts, width: number): string {
  const grid = openGrid([LABELS, width]);
  for (const [label, value] of rows(facts)) grid.push([label, fill(value.split(' '), width - 1).join('\n')]);
  const lines = grid.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function rows(facts: AddressFacts): ReadonlyArray<readonly [label: string, value: string]> {
  const { address, prefix, network, broadcasts, multicastMac } = facts;
  return [
    ['address', `${address}${prefix === undefined || network === undefined ? '' : `/${prefix}`}, ${itself[facts.is]}`],
    ['class', className(facts)],
    ...(network === undefined ? [] : networkRows(facts, network)),
    ...(network === undefined && multicastMac === undefined ? [['network', NO_MASK] as const] : []),
    ...(multicastMac === undefined ? [] : [['multicast MAC', `${multicastMac}, shared with 31 other groups`] as const]),
    ['limited broadcast', broadcasts.limited],
    ...(multicastMac === undefined ? directedRows(facts) : []),
  ];
}

const itself: Readonly<Record<AddressFacts['is'], string>> = {
  host: "a host's",
  network: "the network's own",
  broadcast: 'a broadcast address',
  group: 'a multicast group: it has neither network nor hosts',
  reserved: 'reserved (RFC 1112 section 4)',
};

const NO_MASK = 'unknown: the class means no mask, give one';

function className({ class: letter, defaultMask, defaultPrefix }: AddressFacts): string {
  if (defaultMask !== undefined) return `${letter}, default mask ${defaultMask} (/${defaultPrefix})`;
  return `${letter}, ${letter === 'D' ? 'groups' : 'reserved'}: no default mask`;
}

function networkRows(
  { prefix, maskFrom }: AddressFacts,
  { mask, network, broadcast, firstHost, lastHost, hosts }: NonNullable<AddressFacts['network']>,
): ReadonlyArray<readonly [string, string]> {
  return [
    ['mask', `${mask} (/${prefix}${maskFrom === 'class' ? ', the class default: none was given' : ''})`],
    ['network', network],
    ['broadcast', broadcast ?? `none: a /${prefix} has none`],
    ['hosts', hosts === 1 ? `${firstHost} alone` : `${firstHost} to ${lastHost}, ${hosts} addresses`],
  ];
}

function directedRows(facts: AddressFacts): ReadonlyArray<readonly [string, string]> {
  const { prefix, defaultPrefix, broadcasts } = facts;
  if (prefix === undefined) return [];
  const noNet =
    defaultPrefix === undefined
      ? 'none: the class has no network number'
      : 'none: the mask is shorter than the default';
  return [
    ['subnet-directed', broadcasts.subnetDirected ?? `none: a /${prefix} has none`],
    ['net-directed', broadcasts.netDirected ?? noNet],
    ['all-subnets-directed', broadcasts.allSubnetsDirected ?? noNet],
  ];
}
