import { mustBe } from '../../../harness/engine/finding.ts';
import { cutAt, octetByOctet } from '../../../harness/engine/tester/segments.ts';
import type { UploadCheck } from '../server-facts.ts';
import {
  HEADER_OCTETS,
  randomSegmentation,
  sendSegments,
  storedExactly,
  textFile,
  wholeUpload,
} from '../server-facts.ts';

/** Every position of the header, and the first octets of the contents. */
const cuts = Array.from({ length: HEADER_OCTETS + 3 }, (_, index) => index + 1);

/** More contents than the buffers hold that a header is read into; reads alike in both byte orders. */
const LARGE = 65_792;

/** How many random segmentations are tried; each has up to six cuts. */
const RANDOM_RUNS = 12;

/** Chapter: TCP is a stream; where it is cut says nothing. */
export function segmenting(check: UploadCheck): void {
  check('header-with-contents', async ({ peer, store, plain, uniqueName }) => {
    const file = textFile(uniqueName(), plain);

    await sendSegments(peer, [wholeUpload(file)]);

    mustBe(await store.outcome(file), storedExactly);
  });

  check('header-with-contents', [LARGE], async ({ peer, store, uniqueName }, octets) => {
    const file = textFile(uniqueName(), octets);

    await sendSegments(peer, [wholeUpload(file)]);

    mustBe(await store.outcome(file), storedExactly);
  });

  check('header-split-anywhere', cuts, async ({ peer, store, plain, uniqueName }, cut) => {
    const file = textFile(uniqueName(), plain);

    await sendSegments(peer, cutAt(wholeUpload(file), [cut]));

    mustBe(await store.outcome(file), storedExactly);
  });

  check('header-octet-by-octet', async ({ peer, store, plain, uniqueName }) => {
    const file = textFile(uniqueName(), plain);

    await sendSegments(peer, octetByOctet(wholeUpload(file), HEADER_OCTETS + 4));

    mustBe(await store.outcome(file), storedExactly);
  });

  check('random-segmentation', async (context) => {
    mustBe(await randomSegmentation(context, RANDOM_RUNS), storedExactly);
  });
}
