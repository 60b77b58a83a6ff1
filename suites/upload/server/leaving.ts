import { mustBe } from '../../../harness/engine/finding.ts';
import { rests } from '../../../harness/engine/processor.ts';
import { activeFact, inParts, staysConnected } from '../../../harness/engine/server/activity.ts';
import { type Border, endedInTime, endsEach, endsFact, idleFact } from '../../../harness/engine/server/departures.ts';
import { leftOpenFact, nothingLeft } from '../../../harness/engine/server/leavings.ts';
import { listensAgain, restartFact } from '../../../harness/engine/server/restarting.ts';
import { restsFact } from '../../../harness/engine/server/resting.ts';
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
  check('closes-after-disconnect', async (context) => {
    mustBe(await endsFact(context, () => unfinishedUpload(context), borders), endsEach);
  });

  check('rests', async (context) => {
    mustBe(await restsFact(context, () => partOf(context)), rests);
  });

  check('leaves-nothing-open', async (context) => {
    mustBe(await leftOpenFact(context, () => partOf(context)), nothingLeft);
  });

  check('restarts-on-its-port', async (context) => {
    const begin = async (peer: Context['peer']) => {
      await peer.send(partOf(context));
      await peer.taken();
    };

    mustBe(await restartFact(context, begin), listensAgain);
  });

  check('ends-idle-client', async (context) => {
    mustBe(await idleFact(context), endedInTime);
  });

  check('ends-idle-client', [{ label: 'not one that goes on speaking' }], async (context) => {
    // An upload that is whole may be the end of its connection.
    const unfinished = inParts(() => unfinishedUpload(context).subarray(0, -1));

    mustBe(await activeFact(context, unfinished), staysConnected);
  });
}
