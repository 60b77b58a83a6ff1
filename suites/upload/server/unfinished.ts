import { answerFact } from '../../../harness/engine/facts.ts';
import { mustBe } from '../../../harness/engine/finding.ts';
import type { Peer } from '../../../harness/engine/tester/peer.ts';
import type { UploadCheck } from '../server-facts.ts';
import { afterwards, otherFile, storedExactly, textFile, upload, wholeUpload } from '../server-facts.ts';
import { halfSent, notGlued, partsFact, slowFact } from '../server-unfinished.ts';

/** How an upload is broken off. */
const departures = [
  { label: 'FIN', leave: (peer: Peer) => peer.endWriting() },
  { label: 'RST', leave: (peer: Peer) => peer.reset() },
];

/** Names that are refused, each with its reason. */
const refused = [
  { label: 'a name over the limit', ending: 'n'.repeat(60) },
  { label: 'a name that leads elsewhere', ending: '/../x' },
];

/** Chapter: uploads that are slow, half done, or more than one; and what a client is told of them. */
export function unfinished(check: UploadCheck): void {
  check('waits-for-slow', async (context) => {
    mustBe(await slowFact(context), storedExactly);
  });

  check('takes-one', async (context) => {
    const { peer, store, uniqueName } = context;
    const files = [textFile(uniqueName(), 1000), textFile(uniqueName(), 1000)] as const;
    await peer.send(Buffer.concat([wholeUpload(files[0]), wholeUpload(files[1])]));

    await peer.endWriting();

    await afterwards(context);
    mustBe(await store.holding(files[1].name), 'no file of that name', 'the second upload of the connection');
  });

  check('refuses-silently', refused, async (context, { ending }) => {
    const { peer, uniqueName, plain } = context;
    await peer.send(wholeUpload(textFile(uniqueName(ending), plain)));

    await peer.endWriting();

    mustBe(answerFact(await peer.octets()), 'no octet');
    await afterwards(context);
  });

  check('resumes-nothing', departures, async (context, { leave }) => {
    mustBe(await notGlued(context, leave), storedExactly);
  });

  check('parts-apart', async (context) => {
    mustBe(await partsFact(context), storedExactly);
  });

  check('appears-whole', [{ label: 'a new name' }], async (context) => {
    const { peer, store, uniqueName } = context;
    const file = textFile(uniqueName(), 1000);

    const seen = await halfSent(context, peer, file, () => store.holding(file.name));

    mustBe(seen, 'no file of that name', 'half of the upload');
  });

  check('appears-whole', [{ label: 'a name that is taken' }], async (context) => {
    const { store, uniqueName, connect } = context;
    const name = uniqueName();
    const before = textFile(name, 700);
    await upload(connect(), before);
    await store.mustHold(before);
    await context.ready();

    const seen = await halfSent(context, connect(), otherFile(name, 1000), () => store.outcome(before));

    mustBe(seen, storedExactly, 'half of the upload');
  });
}
