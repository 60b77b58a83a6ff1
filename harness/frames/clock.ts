/** How the two 32-bit numbers of a timestamp are to be read. */
export interface Clock {
  /** True for pcapng: the two are halves of one number of ticks; false for pcap: seconds, then ticks. */
  readonly joined: boolean;
  readonly ticksPerSecond: bigint;
  /** Seconds that are added to every timestamp (`if_tsoffset`). */
  readonly offsetSeconds: bigint;
}

/** The clock of a pcap file. */
export function pcapClock(ticksPerSecond: 1_000_000 | 1_000_000_000): Clock {
  return { joined: false, ticksPerSecond: BigInt(ticksPerSecond), offsetSeconds: 0n };
}

/** The clock of a pcapng interface. `resolution` is `if_tsresol`: a power of ten, or of two with the highest bit set. */
export function pcapngClock(resolution: number, offsetSeconds: bigint): Clock {
  const base = (resolution & 0x80) === 0 ? 10n : 2n;
  return { joined: true, ticksPerSecond: base ** BigInt(resolution & 0x7f), offsetSeconds };
}

/** Microseconds, where an interface does not say otherwise. */
export const MICROSECONDS = 6;

/** Nanoseconds since 1970, cut down. */
export function nanoseconds(clock: Clock, high: number, low: number): bigint {
  const { joined, ticksPerSecond, offsetSeconds } = clock;
  const ticks = joined ? (BigInt(high) << 32n) | BigInt(low) : BigInt(high) * ticksPerSecond + BigInt(low);
  return (ticks * NANOSECONDS) / ticksPerSecond + offsetSeconds * NANOSECONDS;
}

const NANOSECONDS = 1_000_000_000n;
