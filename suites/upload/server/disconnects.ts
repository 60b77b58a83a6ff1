import { mustBe, mustBeAmong } from '../../../harness/engine/finding.ts';
import { announcedAndLeft, announcing } from '../../../harness/engine/server/announcing.ts';
import { besideSilentClients, leavesInOrder, resetInQueue } from '../../../harness/engine/server/departures.ts';
import { manyResets, resetInTurn, resetsWithin } from '../../../harness/engine/server/many-resets.ts';
import type { Peer } from '../../../harness/engine/tester/peer.ts';
import { bigEndian32 } from '../../../harness/protocols/upload.ts';
import type { UploadCheck } from '../server-facts.ts';
import { addedAfterwards, afterwards, HEADER_OCTETS, headerFor, textFile, wholeUpload } from '../server-facts.ts';

/** Octets sent before the client is gone: every part of the header, the whole of it included. */
const withinHeader = Array.from({ length: HEADER_OCTETS }, (_, index) => index + 1);

/** The same within contents of 5 octets; whether a partial file is stored is judged by short-contents alone. */
const withinContents = [HEADER_OCTETS + 1, HEADER_OCTETS + 3, HEADER_OCTETS + 4];

/** Sizes that are announced and not sent; as signed numbers they are negative. */
const huge = [0x8000_0000, 0xffff_ffff].map((octets) => ({ label: `${octets} octets announced`, octets }));

/** Octets of the file that these cases never finish. */
const ANNOUNCED = 5;

/** More than a server takes at once before it writes the first of it: only then is there a file to be left. */
const LATE = 200_000;

/** Ways in which an upload comes to nothing; the name of the refused one is over the limit. */
const brokenOff = [
  { label: 'short', ending: '.short', leave: (peer: Peer) => peer.endWriting() },
  { label: 'reset', ending: '.reset', leave: (peer: Peer) => peer.reset() },
  { label: 'refused', ending: 'n'.repeat(40), leave: (peer: Peer) => peer.endWriting() },
  { label: `short after ${LATE} octets`, ending: '.cut', octets: LATE, leave: (peer: Peer) => peer.endWriting() },
  { label: `reset after ${LATE} octets`, ending: '.gone', octets: LATE, leave: (peer: Peer) => peer.reset() },
];

/** Chapter: clients that are gone before they are done. */
export function disconnecting(check: UploadCheck): void {
  check('disconnect-anywhere', withinHeader, async (context, sent) => {
    const { peer, uniqueName } = context;
    await peer.send(wholeUpload(textFile(uniqueName(), ANNOUNCED)).subarray(0, sent));

    await peer.endWriting();

    mustBe(await addedAfterwards(context), [], 'new files');
  });

  check('disconnect-anywhere', huge, async (context, { octets }) => {
    const { peer, uniqueName } = context;
    await peer.send(headerFor(uniqueName(), bigEndian32(octets)));

    await peer.endWriting();

    mustBe(await addedAfterwards(context), [], 'new files');
  });

  check('disconnect-anywhere', withinContents, async ({ peer, uniqueName, nextClient }, sent) => {
    await peer.send(wholeUpload(textFile(uniqueName(), ANNOUNCED)).subarray(0, sent));

    await peer.endWriting();

    await nextClient();
  });

  check('disconnect-anywhere', [announcing], async (context) => {
    await announcedAndLeft(context, (octets) => headerFor(context.uniqueName(), bigEndian32(octets)));
  });

  check('reset-anywhere', withinHeader, async (context, sent) => {
    const { peer, uniqueName } = context;
    await peer.send(wholeUpload(textFile(uniqueName(), ANNOUNCED)).subarray(0, sent));
    await peer.taken();

    await peer.reset();

    mustBe(await addedAfterwards(context), [], 'new files');
  });

  check('reset-anywhere', withinContents, async ({ peer, uniqueName, nextClient }, sent) => {
    await peer.send(wholeUpload(textFile(uniqueName(), ANNOUNCED)).subarray(0, sent));
    await peer.taken();

    await peer.reset();

    await nextClient();
  });

  check('reset-anywhere', [manyResets], async (context) => {
    const part = (): Uint8Array =>
      wholeUpload(textFile(context.uniqueName(), ANNOUNCED)).subarray(0, HEADER_OCTETS + 1);

    await resetInTurn(context, () => resetsWithin(context, part()));
  });

  check('reset-anywhere', [{ label: '20 in the queue' }], async (context) => {
    await resetInQueue(context);

    await context.nextClient();
  });

  check('short-contents', [0, 1, 999], async (context, sent) => {
    const { peer, store, uniqueName } = context;
    const file = textFile(uniqueName(), 1000);
    await peer.send(wholeUpload(file).subarray(0, HEADER_OCTETS + sent));

    await peer.endWriting();

    await afterwards(context);
    mustBe(await store.holding(file.name), 'no file of that name');
  });

  check('short-contents', [{ label: 'of a name that is stored' }], async (context) => {
    const { peer, store, uniqueName } = context;
    const file = textFile(uniqueName(), 1000);
    await peer.send(wholeUpload(file));
    await peer.endWriting();
    await store.mustHold(file);
    await context.ready();
    const later = context.connect();
    await later.send(wholeUpload(textFile(file.name, 2000)).subarray(0, HEADER_OCTETS + 500));

    await later.endWriting();

    await afterwards(context);
    mustBe(await store.outcome(file), 'stored exactly', 'the file that was there');
  });

  check('long-contents', [1, 1000], async (context, surplus) => {
    const { peer, store, uniqueName } = context;
    const file = textFile(uniqueName(), 1000);
    await peer.send(wholeUpload(file), new Uint8Array(surplus).fill(0x21));

    await peer.endWriting();

    await afterwards(context);
    mustBeAmong(await store.holding(file.name), ['no file of that name', 'a file of 1,000 octets']);
  });

  check('leaves-no-debris', brokenOff, async (context, { ending, octets = 999, leave }) => {
    const { peer, store, uniqueName } = context;
    const file = textFile(uniqueName(ending), octets + 1);
    store.ignore(file.name);
    await peer.send(wholeUpload(file).subarray(0, -1));
    await peer.taken();

    await leave(peer);

    mustBe(await addedAfterwards(context), [], 'files left');
  });

  check('idle-client', [0, 7], async ({ peer, nextClient, uniqueName, store, limits }, sent) => {
    const octets = wholeUpload(textFile(uniqueName(), ANNOUNCED));
    await peer.send(octets.subarray(0, sent));

    await nextClient(Math.max(limits.recoveryMs, limits.idleMs ?? 0));

    await leavesInOrder(peer, octets.subarray(sent), limits);
    await store.settle();
  });

  check('idle-client', [{ label: 'eight, silent' }], async (context) => {
    await besideSilentClients(context);
    await context.store.settle();
  });

  check('idle-client', [{ label: 'after its contents' }], async ({ peer, nextClient, uniqueName, store, limits }) => {
    const file = textFile(uniqueName(), ANNOUNCED);
    store.ignore(file.name);
    await peer.send(wholeUpload(file));
    await peer.taken();

    await nextClient(Math.max(limits.recoveryMs, limits.idleMs ?? 0));

    await peer.endWriting();
    await peer.endsWithin(limits.closeMs);
    await store.settle();
  });
}
