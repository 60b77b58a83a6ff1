/** What programs read at once where they read as much as they can. */
const BLOCK_OCTETS = 65_536;

/** Octets as text, one block at a time: half a character at the end of a block is replaced, and the other half too. */
export function decodeBlocks(octets: Uint8Array): string {
  const view = Buffer.from(octets);
  const blocks = Array.from({ length: Math.ceil(view.length / BLOCK_OCTETS) }, (_, index) =>
    view.toString('utf8', index * BLOCK_OCTETS, (index + 1) * BLOCK_OCTETS),
  );
  return blocks.join('');
}
