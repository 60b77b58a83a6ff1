import { seeded } from './random.ts';

/** A capture in which something was changed at random: octets, its length, or the lengths that it tells. */
export interface Mutation {
  readonly how: 'bits' | 'cut' | 'lengths' | 'moved';
  readonly octets: Uint8Array;
}

/** So many mutations of these captures, the same for the same seed. */
export function* mutations(captures: readonly Uint8Array[], count: number, seed: number): Generator<Mutation> {
  const random = seeded(seed);
  const below = (limit: number): number => (limit < 1 ? 0 : random() % limit);
  for (let index = 0; index < count; index++) {
    const original = captures[index % captures.length];
    if (original === undefined) return;
    const how = ways[below(ways.length)] ?? 'bits';
    yield { how, octets: change[how](Buffer.from(original), below) };
  }
}

const ways = ['bits', 'cut', 'lengths', 'moved'] as const;

type Below = (limit: number) => number;

/** Numbers that lengths are forged to: none, the ends of their ranges, and what lies next to them. */
const lengths = [
  0, 1, 3, 4, 12, 0xffff, 0x1_0000, 262_144, 262_145, 0x7fff_ffff, 0x8000_0000, 0xffff_fffc, 0xffff_ffff,
];

const change: Readonly<Record<Mutation['how'], (octets: Buffer, below: Below) => Uint8Array>> = {
  bits: (octets, below) => {
    for (let rest = 1 + below(16); rest > 0; rest--) {
      const at = below(octets.length);
      octets[at] = (octets[at] ?? 0) ^ (1 << below(8));
    }
    return octets;
  },
  cut: (octets, below) => octets.subarray(0, below(octets.length)),
  lengths: (octets, below) => {
    for (let rest = 1 + below(3); rest > 0; rest--) {
      const length = lengths[below(lengths.length)] ?? 0;
      const at = 4 * below(Math.floor(octets.length / 4));
      if (below(2) === 0) octets.writeUInt32LE(length, at);
      else octets.writeUInt32BE(length, at);
    }
    return octets;
  },
  moved: (octets, below) => {
    const from = below(octets.length);
    const piece = octets.subarray(from, from + below(200));
    const to = below(octets.length);
    return Buffer.concat([octets.subarray(0, to), piece, octets.subarray(to)]);
  },
};
