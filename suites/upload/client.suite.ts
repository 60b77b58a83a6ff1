import { join } from 'node:path';
import { expect } from 'vitest';
import { reportedBy } from '../../harness/engine/client/client-screen.ts';
import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { pause } from '../../harness/engine/waits.ts';
import {
  contentsFact,
  headerFact,
  longNameFact,
  octetsOf,
  ofFile,
  printable,
  received,
  refusalFact,
  refused,
  uploadOf,
  wellFormed,
} from './client-facts.ts';
import { uploadClient } from './requirements.ts';

const MIB = 1024 * 1024;

/** One more than four octets can announce. */
const FOUR_GIB = 2 ** 32;

/** A size that reads alike in both byte orders: a client of the wrong one is judged by size-is-big-endian alone. */
const PALINDROME = 0x0001_0100;

/** How long a slow receiver reads nothing, and then pauses between reads, in milliseconds: the stimulus itself. */
const SILENT_MS = 1000;
const SLOW_PAUSE_MS = 5;

/** Upload client: it announces a file, sends it whole, and closes. */
export const suite = clientSuite(uploadClient, (check) => {
  check('header-is-well-formed', async (context) => {
    const file = await context.makeFile('plain.txt', printable(20));

    expect(headerFact(await uploadOf(context, file))).toBe(wellFormed);
  });

  check('refuses-4-gib', async (context) => {
    const file = await context.makeFile('sparse.bin', new Uint8Array(), FOUR_GIB);

    expect(await refusalFact(context, file)).toBe(refused);
  });

  check('size-is-big-endian', [1, 10, 258, 2560, 65_537], async (context, octets) => {
    const file = await context.makeFile('sized.txt', printable(octets));

    expect(received(await uploadOf(context, file)).size, 'the size announced').toBe(octets);
  });

  check('size-matches-contents', async (context) => {
    const file = await context.makeFile('sized.txt', printable(PALINDROME));

    const { size, contents } = received(await uploadOf(context, file));

    expect(contents.length, 'octets after the header').toBe(size);
  });

  check('contents-exact', [{ label: 'all octet values' }], async (context) => {
    const octets = Uint8Array.from({ length: 256 }, (_, value) => value);
    const file = await context.makeFile('octets.bin', octets);

    expect(contentsFact(received(await uploadOf(context, file)).contents, octets)).toBe('the octets of the file');
  });

  check('contents-exact', [0, 1_000_003], async (context, size) => {
    const octets = printable(size);
    const file = await context.makeFile('plain.txt', octets);

    expect(contentsFact(received(await uploadOf(context, file)).contents, octets)).toBe('the octets of the file');
  });

  check('name-is-base-name', async (context) => {
    const file = await context.makeFile('base.txt', printable(20), 20, join('deep', 'er', 'and deeper'));

    expect(received(await uploadOf(context, file)).name).toBe('base.txt');
  });

  check('name-within-limit', async (context) => {
    const name = `${'n'.repeat(36)}.txt`;
    const file = await context.makeFile(name, printable(20));

    expect(await longNameFact(context, file, name)).toBe(refused);
  });

  check('closes-after-contents', async ({ connects, makeFile }) => {
    const peer = await connects({ file: await makeFile('plain.txt', printable(20)) });

    expect(await peer.history()).toEqual(['open', 'data', 'end', 'close']);
  });

  check('slow-receiver', async (context) => {
    const file = await context.makeFile('large.bin', printable(20), 16 * MIB);
    const peer = await context.connects({ file, paused: true });

    await pause(SILENT_MS);
    await peer.readSlowly(2 * MIB, SLOW_PAUSE_MS);

    const octets = ofFile(context, file, await octetsOf(peer));
    expect(received(octets).contents.length, 'octets after the header').toBe(16 * MIB);
  });

  check('reset-during-upload', async (context) => {
    const file = await context.makeFile('large.bin', printable(20), 32 * MIB);
    const peer = await context.connects({ file, paused: true });
    await peer.readSlowly(65_536, 0);
    ofFile(context, file, await peer.begun());

    await peer.reset();

    expect(await reportedBy(context, 'large.bin')).toBe(reported);
  });

  check('close-during-upload', async (context) => {
    const file = await context.makeFile('large.bin', printable(20), 32 * MIB);
    const peer = await context.connects({ file, paused: true });
    await peer.readSlowly(65_536, 0);
    ofFile(context, file, await peer.begun());

    await peer.leave();

    expect(await reportedBy(context, 'large.bin')).toBe(reported);
  });

  check('missing-file', async (context) => {
    const file = await context.makeFile('there.txt', printable(20));

    expect(await refusalFact(context, `${file}.missing`)).toBe(refused);
  });
});
