import { answerFact } from '../../../harness/engine/facts.ts';
import { mustBe } from '../../../harness/engine/finding.ts';
import { often, saidOften } from '../../../harness/engine/server/often.ts';
import { bigEndian32 } from '../../../harness/protocols/upload.ts';
import {
  asSent,
  asSentFact,
  contents,
  eachStored,
  endings,
  filesOf,
  foreignNames,
  namesFact,
  plainNames,
} from '../server-data.ts';
import type { UploadCheck } from '../server-facts.ts';
import { fileOfParts, headerFor, originOf, storedExactly, textFile, upload } from '../server-facts.ts';

/** Chapter: what is stored, under which name, and what the wire says of it. */
export function storing(check: UploadCheck): void {
  check('stores-contents-exactly', contents, async (context, { draw }) => {
    const file = fileOfParts(context.uniqueName(), draw(originOf(context)));

    await upload(context.peer, file);

    mustBe(await context.store.outcome(file), storedExactly);
  });

  check('stores-contents-exactly', [{ label: 'other ends' }], async (context) => {
    mustBe(await eachStored(context, filesOf(context, endings(originOf(context)))), storedExactly);
  });

  check('stores-contents-exactly', [0, 1, 1023, 1024, 1025, 65_536, 1_000_003], async (context, octets) => {
    const file = textFile(context.uniqueName(), octets);

    await upload(context.peer, file);

    mustBe(await context.store.outcome(file), storedExactly);
  });

  check('stores-under-its-name', ['.Mixed.Case', ' two words', '', '.tar.gz'], async (context, ending) => {
    const file = textFile(context.uniqueName(ending), context.plain);

    await upload(context.peer, file);

    mustBe(await context.store.outcome(file), storedExactly);
    await context.store.settle();
    mustBe(await context.store.additions(), [context.store.wordsFor(file)]);
  });

  check('stores-under-its-name', [{ label: 'names of all families' }], async (context) => {
    mustBe(await namesFact(context, plainNames(originOf(context))), storedExactly);
  });

  check('name-as-sent', foreignNames, async (context, { draw }) => {
    mustBe(await asSentFact(context, draw(originOf(context))), asSent);
  });

  check('name-as-sent', [{ label: `no UTF-8, ${often.label}` }], async (context) => {
    // Its contents do not come: a store cannot be rid of a file whose name is no text.
    const header = headerFor(context.uniqueName(), bigEndian32(context.plain));

    await saidOften(context, [Uint8Array.of(0xe8, ...header), Uint8Array.of(0xff, 0xfe, ...header)]);
    await context.store.settle();
  });

  check('answers-nothing', async ({ peer, store, plain, uniqueName }) => {
    const file = textFile(uniqueName(), plain);

    await upload(peer, file);

    mustBe(answerFact(await peer.octets()), 'no octet');
    await store.mustHold(file);
  });

  check('closes-after-upload', async ({ peer, plain, uniqueName }) => {
    await upload(peer, textFile(uniqueName(), plain));

    const history = await peer.history();
    mustBe(
      history.filter((event) => event !== 'data'),
      ['open', 'end', 'close'],
    );
  });
}
