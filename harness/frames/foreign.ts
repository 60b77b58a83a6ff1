/** Octets that tell what a file is that is no capture of ours. */
export const FRONT = 64;

/** What a file is, by its first octets, and what makes a capture of it: `editcap -F pcap FILE FILE.pcap`. */
export interface Foreign {
  readonly what: string;
  /** The command, with FILE for its name. */
  readonly convert: string;
}

/** Names a file that is neither pcap nor pcapng; undefined where its first octets, up to `FRONT`, say nothing. */
export function foreignFormat(front: Uint8Array): Foreign | undefined {
  const octets = Buffer.from(front);
  const known = magics.find(({ magic }) => octets.subarray(0, magic.length).equals(magic));
  if (known !== undefined) return known;
  if (isText(octets)) return { what: 'a text', convert: 'text2pcap FILE FILE.pcap, where it is a hex dump of frames,' };
  return isErf(octets) ? { what: 'an ERF capture', convert: EDITCAP } : undefined;
}

/** Wireshark's converter reads all of these. */
const EDITCAP = 'editcap -F pcap FILE FILE.pcap';

const magics: readonly (Foreign & { readonly magic: Buffer })[] = [
  foreign('a snoop capture', EDITCAP, 'snoop\0\0\0'),
  foreign('a NetMon capture', EDITCAP, 'GMBU'),
  foreign('a NetMon capture', EDITCAP, 'RTSS'),
  foreign('a Bluetooth snoop capture', EDITCAP, 'btsnoop\0'),
  foreign('an iptrace capture', EDITCAP, 'iptrace '),
  foreign('a Sniffer capture', EDITCAP, 'TRSNIFF data'),
  foreign('a NetXray capture', EDITCAP, 'XCP\0'),
  foreign('an OmniPeek capture', EDITCAP, '\x7fver'),
  foreign('a file compressed with gzip', 'gzip -dk FILE', '\x1f\x8b'),
  foreign('a file compressed with zstd (which Node 22.15 and later unpack)', 'zstd -dk FILE', '\x28\xb5\x2f\xfd'),
  foreign('a file compressed with lz4', 'lz4 -dk FILE', '\x04\x22\x4d\x18'),
  foreign('a file compressed with bzip2', 'bzip2 -dk FILE', 'BZh'),
  foreign('a file compressed with xz', 'xz -dk FILE', '\xfd7zXZ\0'),
  foreign('a zip archive', 'unzip FILE', 'PK\x03\x04'),
  foreign('a 7-Zip archive', '7z x FILE', "7z\xbc\xaf'\x1c"),
];

function foreign(what: string, convert: string, magic: string): Foreign & { readonly magic: Buffer } {
  return { what, convert, magic: Buffer.from(magic, 'latin1') };
}

/** Printable octets, UTF-8 included, and the white space of lines. */
function isText(octets: Buffer): boolean {
  return octets.length > 0 && octets.every((one) => one >= 0x20 || (one >= 9 && one <= 13));
}

/** Of a record: time (8 octets), type, flags, record length, loss, length on the wire. */
const ERF_HEADER = 16;
const ERF_TYPES = 48;

/** ERF has no magic number: a type that exists, and a record that is about as long as the frame that it says it holds. */
function isErf(octets: Buffer): boolean {
  if (octets.length < ERF_HEADER) return false;
  const type = octets.readUInt8(8) & 0x7f;
  const record = octets.readUInt16BE(10);
  const wire = octets.readUInt16BE(14);
  const isPadded = record - ERF_HEADER <= wire + MOST_EXTRA;
  return type >= 1 && type <= ERF_TYPES && record >= ERF_HEADER && wire > 0 && isPadded;
}

/** Octets of extension headers and padding. */
const MOST_EXTRA = 64;
