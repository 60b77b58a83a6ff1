import { closeSync, openSync, readSync } from 'node:fs';
import { nanoseconds } from './clock.ts';
import { readFixture } from './fixture.ts';
import { visitRecords } from './visit.ts';

/** A frame as a reader of captures hands it on. */
export interface ReadFrame {
  /** Nanoseconds since 1970; undefined where the reader tells none. */
  readonly time: bigint | undefined;
  /** Octets that it had on the wire. */
  readonly original: number;
  /** Those that were captured. */
  readonly octets: Uint8Array;
}

/** Whether both readers take a file: pcap-parser takes pcap with microseconds alone. Throws the system's error. */
export function isForBoth(file: string): boolean {
  const magic = Buffer.alloc(4);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, magic);
  } finally {
    closeSync(descriptor);
  }
  return magic.readUInt32BE() === MICROSECONDS || magic.readUInt32LE() === MICROSECONDS;
}

/** The first octets of such a file, in either order. */
const MICROSECONDS = 0xa1b2c3d4;

/**
 * Reads a whole capture with our reader and with pcap-parser, and says where they disagree: the file, the frame, the
 * field. Undefined where they agree. Every frame is kept in memory: for fixtures. Rejects with pcap-parser's error.
 */
export async function readersDisagree(file: string): Promise<string | undefined> {
  const ours: ReadFrame[] = [];
  const damage = visitRecords(file, ({ clock, timeHigh, timeLow, original, octets, at, end }) => {
    const time = clock === undefined ? undefined : nanoseconds(clock, timeHigh, timeLow);
    ours.push({ time, original, octets: octets.slice(at, end) });
  });
  if (damage !== undefined) return `${file}: our reader finds it damaged at octet ${damage.offset}: ${damage.text}`;
  const theirs = await readFixture(file);
  const found = disagreement(
    ours,
    theirs.map(({ seconds, microseconds, original, octets }) => ({
      time: BigInt(seconds) * 1_000_000_000n + BigInt(microseconds) * 1000n,
      original,
      octets,
    })),
  );
  return found === undefined ? undefined : `${file}, ${found}`;
}

/** The first frame and field in which two readers disagree; undefined where they agree. */
export function disagreement(ours: readonly ReadFrame[], theirs: readonly ReadFrame[]): string | undefined {
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const found = differenceOf(ours[index], theirs[index]);
    if (found !== undefined) return `frame ${index + 1}: ${found}`;
  }
  return undefined;
}

function differenceOf(ours: ReadFrame | undefined, theirs: ReadFrame | undefined): string | undefined {
  if (ours === undefined) return 'our reader does not find it, pcap-parser does';
  if (theirs === undefined) return 'our reader finds it, pcap-parser does not';
  if (ours.time !== theirs.time) return differs('time', `${ours.time} ns`, `${theirs.time} ns`);
  if (ours.original !== theirs.original) return differs('original length', ours.original, theirs.original);
  if (ours.octets.length !== theirs.octets.length) {
    return differs('captured length', ours.octets.length, theirs.octets.length);
  }
  const at = ours.octets.findIndex((octet, index) => octet !== theirs.octets[index]);
  return at === -1 ? undefined : differs(`octet ${at}`, ours.octets[at], theirs.octets[at]);
}

function differs(field: string, ours: string | number | undefined, theirs: string | number | undefined): string {
  return `${field} is ${ours} to our reader, ${theirs} to pcap-parser`;
}
