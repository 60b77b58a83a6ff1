import type { Border } from '../../../harness/engine/server/departures.ts';
import { listenerCases } from '../../listener-cases.ts';
import { type Context, HEADER_OCTETS, textFile, type UploadCheck, wholeUpload } from '../server-facts.ts';

/** Octets of the file that these cases never finish. */
const ANNOUNCED = 5;

/** Octets of a name, its 0x0A, the size and the octet after it. */
const NAME_OCTETS = HEADER_OCTETS - 6;

/** Where clients leave: at the borders of the fields, and within each. */
const borders: readonly Border[] = [
  { octets: 0, where: 'before the first octet' },
  { octets: 1, where: 'within the name' },
  { octets: NAME_OCTETS, where: 'after the name' },
  { octets: NAME_OCTETS + 1, where: 'after the 0x0A of the name' },
  { octets: NAME_OCTETS + 3, where: 'within the size' },
  { octets: HEADER_OCTETS - 1, where: 'after the size' },
  { octets: HEADER_OCTETS, where: 'after the header' },
  { octets: HEADER_OCTETS + 1, where: 'within the contents' },
];

/** An upload that no client of this chapter sends whole; what is stored of it is judged elsewhere. */
function unfinishedUpload({ uniqueName, store }: Context): Uint8Array {
  const file = textFile(uniqueName(), ANNOUNCED);
  store.ignore(file.name);
  return wholeUpload(file);
}

/** The front of a header. */
function partOf(context: Context): Uint8Array {
  return unfinishedUpload(context).subarray(0, HEADER_OCTETS - 3);
}

/** Chapter: what clients that are gone, or silent, leave with the server. */
export function leaving(check: UploadCheck): void {
  listenerCases(check, {
    message: unfinishedUpload,
    borders,
    part: partOf,
  });
}
