import { join } from 'node:path';
import { endedBy, reportedBy } from '../../harness/engine/client/client-screen.ts';
import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { endedWell, endsWellFact } from '../../harness/engine/client/ending-well.ts';
import { mayBeReadLate, readLate, UNREAD_OCTETS } from '../../harness/engine/client/late-reading.ts';
import { endedByItself, reported } from '../../harness/engine/client/reporting.ts';
import { declaredStallMs } from '../../harness/engine/client/staying.ts';
import { clock } from '../../harness/engine/clock.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { freshOrigin } from '../../harness/engine/fresh-origin.ts';
import { clientCases } from '../client-cases.ts';
import {
  asAnnounced,
  contents,
  contentsFact,
  emptyExchange,
  growingFact,
  headerFact,
  itsOwnName,
  longNameFact,
  nameFact,
  octetsOf,
  ofFile,
  patient,
  plainExchange,
  plainFile,
  printable,
  received,
  refusalFact,
  refused,
  sizeFact,
  slowlyTakenFact,
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

/** Limit for a client that is taken nothing of: it has all the time that its profile declares, and this much more. */
const GRACE_MS = 2000;

/** Names by their number of characters, which are those of Unicode, and by the octets of each. */
const named = (characters: number, character: string) => ({
  label: `${characters} characters of ${Buffer.byteLength(character)}`,
  name: character.repeat(characters),
});

/** Names that are sent, and names that are not. */
const atLimit = [named(31, 'n'), named(32, 'n'), named(32, 'ö'), named(32, '\u{1F98A}')];
const tooLong = [named(33, 'n'), named(40, 'n'), named(33, 'ö')];

/** Names that programs like to change. */
const otherNames = [
  { label: 'capitals', name: 'MixedCase.TXT' },
  { label: 'spaces', name: ' two  spaces .txt ' },
  { label: 'dots', name: 'a.b.c.' },
  { label: 'signs of shells and patterns', name: "it's %s [1] $5.txt" },
  { label: 'composed', name: 'Gr\u00F6\u00DFe.txt' },
  { label: 'decomposed', name: 'Gro\u0308\u00DFe.txt' },
];

/** Upload client: it announces a file, sends it whole, and closes. */
export const suite = clientSuite(uploadClient, plainExchange, (check) => {
  check('header-is-well-formed', async (context) => {
    mustBe(headerFact(await uploadOf(context, await plainFile(context))), wellFormed);
  });

  check('refuses-4-gib', async (context) => {
    const file = await context.makeFile('sparse.bin', new Uint8Array(), FOUR_GIB);

    mustBe(await refusalFact(context, file), refused);
  });

  check('size-is-big-endian', [1, 10, 258, 2560, 65_537], async (context, octets) => {
    const file = await context.makeFile('sized.txt', printable(octets));

    mustBe(sizeFact(await received(context, await uploadOf(context, file)), octets), octets, 'the size announced');
  });

  check('size-matches-contents', async (context) => {
    const file = await context.makeFile('sized.txt', printable(PALINDROME));

    const { size, contents } = await received(context, await uploadOf(context, file));

    mustBe(contents.length, size, 'octets after the header');
  });

  check('size-matches-contents', [{ label: 'of a file that grows meanwhile' }], async (context) => {
    mustBe(await growingFact(context), asAnnounced);
  });

  check('contents-exact', contents, async (context, { draw }) => {
    const octets = draw(freshOrigin(context.seed));
    const file = await context.makeFile('octets.bin', octets);

    mustBe(
      contentsFact((await received(context, await uploadOf(context, file))).contents, octets),
      'the octets of the file',
    );
  });

  check('contents-exact', [0, 1_000_003], async (context, size) => {
    const octets = printable(size);
    const file = await context.makeFile('plain.txt', octets);

    mustBe(
      contentsFact((await received(context, await uploadOf(context, file))).contents, octets),
      'the octets of the file',
    );
  });

  check('name-is-base-name', async (context) => {
    const file = await context.makeFile('base.txt', printable(20), 20, join('deep', 'er', 'and deeper'));

    mustBe((await received(context, await uploadOf(context, file))).name, 'base.txt');
  });

  check('name-within-limit', tooLong, async (context, { name }) => {
    const file = await context.makeFile(name, printable(20));

    mustBe(await longNameFact(context, file, name), refused);
  });

  check('name-at-limit', atLimit, async (context, { name }) => {
    const file = await context.makeFile(name, printable(20));

    mustBe(await nameFact(context, file), itsOwnName);
  });

  check('name-exact', otherNames, async (context, { name }) => {
    const file = await context.makeFile(name, printable(20));

    mustBe(await nameFact(context, file), itsOwnName);
  });

  check('closes-after-contents', async ({ connects, makeFile }) => {
    const peer = await connects({ file: await makeFile('plain.txt', printable(20)) });

    mustBe(await peer.history(), ['open', 'data', 'end', 'close']);
  });

  check('slow-receiver', async (context) => {
    const file = await context.makeFile('large.bin', printable(20), 16 * MIB);
    const peer = await context.connects({ file, paused: true });

    await clock.silence(SILENT_MS);
    await peer.readSlowly(2 * MIB, SLOW_PAUSE_MS);

    const octets = ofFile(context, file, await octetsOf(peer));
    mustBe((await received(context, octets)).contents.length, 16 * MIB, 'octets after the header');
  });

  check('slow-receiver', [{ label: 'that begins to read late' }], async (context) => {
    mayBeReadLate(context);
    const file = await context.makeFile('late.bin', printable(20), UNREAD_OCTETS);
    const peer = await context.connects({ file, paused: true });

    const late = await readLate(context, peer, UNREAD_OCTETS);

    const octets = ofFile(context, file, late.octets);
    mustBe((await received(context, octets)).contents.length, UNREAD_OCTETS, 'octets after the header');
    mustBe(late.end, endedWell);
  });

  check('reset-during-upload', async (context) => {
    const file = await context.makeFile('large.bin', printable(20), 32 * MIB);
    const peer = await context.connects({ file, paused: true });
    await peer.readSlowly(65_536, 0);
    ofFile(context, file, await peer.begun());

    await peer.reset();

    mustBe(await reportedBy(context, 'large.bin'), reported);
  });

  check('close-during-upload', async (context) => {
    const file = await context.makeFile('large.bin', printable(20), 32 * MIB);
    const peer = await context.connects({ file, paused: true });
    await peer.readSlowly(65_536, 0);
    ofFile(context, file, await peer.begun());

    await peer.leave();

    mustBe(await reportedBy(context, 'large.bin'), reported);
  });

  check('gives-up-on-stall', async (context) => {
    const stallMs = declaredStallMs(context);
    const file = await context.makeFile('large.bin', printable(20), 32 * MIB);
    const peer = await context.connects({ file, paused: true });

    await peer.readSlowly(65_536, 0);

    mustBe(await endedBy(context, stallMs + GRACE_MS), endedByItself);
  });

  check('gives-up-on-stall', [{ label: 'not while octets are taken' }], async (context) => {
    const stallMs = declaredStallMs(context);

    mustBe(await slowlyTakenFact(context, stallMs), patient);
  });

  check('missing-file', async (context) => {
    const file = await context.makeFile('there.txt', printable(20));

    mustBe(await refusalFact(context, `${file}.missing`), refused);
  });

  check('ends-well', [{ label: 'an empty file' }], async (context) => {
    mustBe(await endsWellFact(context, emptyExchange), endedWell);
  });

  clientCases(check, plainExchange);
});
