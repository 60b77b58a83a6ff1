import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namesOfLength } from '../../../harness/engine/data/drawing.ts';
import { memoryBounded, memoryFact } from '../../../harness/engine/facts.ts';
import { mustBe } from '../../../harness/engine/finding.ts';
import { often, saidOften } from '../../../harness/engine/server/often.ts';
import { quoted } from '../../../harness/engine/words.ts';
import { NAME_LIMIT } from '../../../harness/protocols/upload.ts';
import { namesFact, sendAll, unicodeNames } from '../server-data.ts';
import type { Context, UploadCheck } from '../server-facts.ts';
import {
  addedAfterwards,
  afterwards,
  ENDLESS_OCTETS,
  endlessName,
  originOf,
  storedExactly,
  textFile,
  undeclared,
  upload,
  wholeUpload,
} from '../server-facts.ts';

/** Names that lead out of the folder, or that a system takes for something else; `{x}` stands for a fresh name. */
const escapes = [
  '../{x}',
  '../../{x}',
  '{tmp}/{x}',
  '..\\{x}',
  'e:\\{x}',
  '.',
  '..',
  '{x}\0y',
  'CON.{x}',
  '....//{x}',
  '..././{x}',
  '%2e%2e%2f{x}',
];

/** One of each kind of these: what is refused by one rule is refused alike. */
const kindsOfEscapes = ['../{x}', '{tmp}/{x}', '..\\{x}', '.', '{x}\0y', 'CON.{x}'];

/** Chapter: names, at their limits and beyond. */
export function naming(check: UploadCheck): void {
  check('name-at-limit', [1, 32], async ({ peer, store, plain, uniqueName }, characters) => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
    const name = characters === 1 ? store.freeName(letters) : uniqueName('n'.repeat(characters - 6));
    const file = textFile(name, plain);
    store.ignore(name);

    await upload(peer, file);

    mustBe(await store.outcome(file), storedExactly);
  });

  check('name-over-limit', [33, 255, 4096], async (context, characters) => {
    const { peer, uniqueName, plain, capabilities } = context;
    const file = textFile(uniqueName('n'.repeat(characters - 6)), plain);

    await peer.send(wholeUpload(file));
    await peer.endWriting();

    mustBe(undeclared(await addedAfterwards(context), [file.name], capabilities), [], 'new files');
  });

  check('name-over-limit', [{ label: '33 characters of 1 to 4 octets' }], async (context) => {
    const names = namesOfLength(originOf(context), NAME_LIMIT + 1).map(({ value }) => value);

    await sendAll(context, names);

    await context.nextClient();
    await context.store.settle();
    mustBe(undeclared(await context.store.additions(), names, context.capabilities), [], 'new files');
  });

  check('name-over-limit', [often], async (context) => {
    const names = [33, 255, 4096].map((characters) => context.uniqueName('n'.repeat(characters - 6)));

    await refusedOften(context, names);
  });

  check('name-without-end', async (context) => {
    const { peer, watchMemory, note } = context;
    const growth = watchMemory();

    await peer.stream(endlessName());
    await peer.endWriting();

    mustBe(await addedAfterwards(context), [], 'new files');
    mustBe(memoryFact(growth(), note), memoryBounded);
  });

  check('endless-name-cut-short', async ({ peer, nextClient }) => {
    const sent = await peer.stream(endlessName());
    await peer.endWriting();
    await nextClient();

    mustBe(sent < ENDLESS_OCTETS ? 'closed early' : 'took 16 MiB of a name', 'closed early');
  });

  check('name-empty', async (context) => {
    const file = textFile('', context.plain);

    await context.peer.send(wholeUpload(file));
    await context.peer.endWriting();

    mustBe(await addedAfterwards(context), [], 'new files');
  });

  check('name-empty', [often], async (context) => {
    await refusedOften(context, ['']);
  });

  check(
    'name-not-ascii',
    ['größe', '日本語', '\u{1F98A}\u{1F98A}'],
    async ({ peer, store, plain, uniqueName }, ending) => {
      const file = textFile(uniqueName(ending), plain);

      await upload(peer, file);

      mustBe(await store.outcome(file), storedExactly);
    },
  );

  check('name-not-ascii', [{ label: '32 characters of four octets' }], async ({ peer, store, plain, uniqueName }) => {
    const file = textFile(uniqueName('\u{1F98A}'.repeat(26)), plain);

    await upload(peer, file);

    mustBe(await store.outcome(file), storedExactly);
  });

  check('name-not-ascii', [{ label: 'names of all families' }], async (context) => {
    mustBe(await namesFact(context, unicodeNames(originOf(context))), storedExactly);
  });

  check('name-stays-inside', escapes, async (context, pattern) => {
    const fresh = context.uniqueName('');

    await context.peer.send(wholeUpload(textFile(escaping(pattern, fresh), context.plain)));
    await context.peer.endWriting();

    await afterwards(context);
    mustBe(await outside(context, fresh), [], 'files outside the folder');
  });

  check('name-stays-inside', [often], async (context) => {
    const fresh = context.uniqueName('');

    await refusedOften(
      context,
      kindsOfEscapes.map((pattern) => escaping(pattern, fresh)),
    );

    mustBe(await outside(context, fresh), [], 'files outside the folder');
  });
}

/** What was stored outside of the folder, under names that hold a fresh one: quoted, as they differ from run to run. */
async function outside({ store }: Context, fresh: string): Promise<readonly string[]> {
  return (await store.escapes([join(tmpdir(), fresh)])).map((path) => quoted(path));
}

/** A pattern of a name with a fresh name in it. */
function escaping(pattern: string, fresh: string): string {
  return pattern.replace('{tmp}', tmpdir()).replace('{x}', fresh);
}

/** Uploads under each of these names, many times; then another is stored. */
async function refusedOften(context: Context, names: readonly string[]): Promise<void> {
  const uploads = names.map((name) => wholeUpload(textFile(name, context.plain)));
  await saidOften(context, uploads);
  await context.store.settle();
}
