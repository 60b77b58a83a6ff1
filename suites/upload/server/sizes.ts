import { memoryBounded, memoryFact } from '../../../harness/engine/facts.ts';
import { mustBe } from '../../../harness/engine/finding.ts';
import { often, saidOften } from '../../../harness/engine/server/often.ts';
import { bigEndian32 } from '../../../harness/protocols/upload.ts';
import type { UploadCheck } from '../server-facts.ts';
import {
  addedAfterwards,
  contentsOf,
  headerFor,
  littleEndian32,
  sizeFact,
  storedExactly,
  textFile,
  upload,
} from '../server-facts.ts';

/** Announced only: nobody sends 160 MiB for one octet of the header. */
const ANNOUNCED_ONLY = 0x0a00_0000;

/** The largest size of a signed number, one more, and the largest there is; and octets that are sent of them. */
const hugeSizes = [0x7fff_ffff, 0x8000_0000, 0xffff_ffff].map((size) => ({ label: `0x${size.toString(16)}`, size }));
const FEW = 100;

const MIB = 1024 * 1024;

/** What a file may take to be stored, in milliseconds a MiB: a slow card writes 1 MiB in 200 ms. */
const STORE_MS_PER_MIB = 200;

/** Chapter: four octets, unsigned, big endian, and any of them may be 0x0A. */
export function sizing(check: UploadCheck): void {
  check('size-is-big-endian', [1, 258, 513, 65_536, 65_537, 131_328], async (context, octets) => {
    const file = textFile(context.uniqueName(), octets);

    await upload(context.peer, file);

    mustBe(await sizeFact(context, file), storedExactly);
  });

  check('size-is-four-octets', [10, 2560, 655_360], async (context, octets) => {
    const file = textFile(context.uniqueName(), octets);

    await upload(context.peer, file);

    mustBe(await context.store.outcome(file), storedExactly);
  });

  check('size-is-four-octets', [ANNOUNCED_ONLY], async ({ peer, uniqueName, nextClient }, octets) => {
    await peer.send(headerFor(uniqueName(), bigEndian32(octets)));
    await peer.taken();

    mustBe(await peer.staysOpen(), 'open', 'before the client ends');

    await peer.endWriting();
    await nextClient();
  });

  check('size-is-unsigned', hugeSizes, async ({ peer, uniqueName, watchMemory, note }, { size }) => {
    const growth = watchMemory();
    const part = textFile(uniqueName(), FEW);
    await peer.send(headerFor(part.name, bigEndian32(size)), contentsOf(part));
    await peer.taken();

    await peer.endWriting();

    await peer.history();
    mustBe(memoryFact(growth(), note), memoryBounded);
  });

  check('swapped-size-survived', [5, 96, 200], async ({ peer, uniqueName, watchMemory, note }, octets) => {
    const growth = watchMemory();
    const file = textFile(uniqueName(), octets);
    await peer.send(headerFor(file.name, littleEndian32(octets)), contentsOf(file));

    await peer.endWriting();

    mustBe((await peer.history()).at(-1), 'close', 'the connection');
    mustBe(memoryFact(growth(), note), memoryBounded);
  });

  check('separator-required', async (context) => {
    const file = textFile(context.uniqueName(), context.plain);
    const header = headerFor(file.name, bigEndian32(file.octets), 0x20);

    await context.peer.send(header, contentsOf(file));
    await context.peer.endWriting();

    mustBe(await addedAfterwards(context), [], 'new files');
  });

  check('separator-required', [often], async (context) => {
    const file = textFile(context.uniqueName(), context.plain);
    context.store.ignore(file.name);
    const header = headerFor(file.name, bigEndian32(file.octets), 0x20);

    await saidOften(context, [Buffer.concat([header, contentsOf(file)])]);
    await context.store.settle();
  });

  check('large-file', async ({ peer, store, uniqueName, capabilities, limits }) => {
    const mebibytes = capabilities.largestFileMiB ?? 64;
    const file = textFile(uniqueName(), mebibytes * MIB);

    const isSent = await upload(peer, file);
    // What was never sent needs no time to be written.
    const longMs = isSent ? mebibytes * STORE_MS_PER_MIB : 0;

    mustBe(await store.outcome(file, Math.max(limits.storageMs, longMs)), storedExactly);
  });
}
