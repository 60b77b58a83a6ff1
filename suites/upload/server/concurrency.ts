import { applicableIf, mustBe } from '../../../harness/engine/finding.ts';
import { portInUseCases } from '../../port-in-use-cases.ts';
import type { UploadCheck } from '../server-facts.ts';
import {
  afterwards,
  needsConcurrency,
  otherFile,
  storedAsOthersLeave,
  storedExactly,
  textFile,
  threeAtOnce,
  twoAtOnce,
  upload,
} from '../server-facts.ts';

/** Sizes of two uploads under one name: the second longer, and the second shorter. */
const pairs = [
  { label: 'longer second', first: 1000, second: 3000 },
  { label: 'shorter second', first: 3000, second: 1000 },
];

/** Chapter: several uploads, and several servers. */
export function sharing(check: UploadCheck): void {
  check('same-name-twice', pairs, async (context, { first, second }) => {
    const name = context.uniqueName();
    const files = [textFile(name, first), otherFile(name, second)] as const;
    await upload(context.connect(), files[0]);
    await context.store.mustHold(files[0]);
    await context.ready();

    await upload(context.peer, files[1]);

    await afterwards(context);
    mustBe(await context.store.outcomeOfEither(files), storedExactly);
    mustBe(await context.store.newNames(), [name], 'files of these uploads');
  });

  check('same-name-twice', [{ label: 'as long as the first' }], async (context) => {
    const name = context.uniqueName();
    const [first, longer] = [textFile(name, 1000), otherFile(name, 3000)];
    for (const file of [first, longer]) {
      await upload(context.connect(), file);
      if (file === first) await context.store.mustHold(file);
      else
        applicableIf(
          (await context.store.outcome(file)) === storedExactly,
          'the server keeps the first file of a name',
        );
      await context.ready();
    }

    const file = textFile(name, longer.octets);
    await upload(context.peer, file);

    await afterwards(context);
    mustBe(await context.store.outcome(file), storedExactly);
  });

  check('two-at-once', async (context) => {
    mustBe(await twoAtOnce(context), storedExactly);

    needsConcurrency(context);
  });

  check('two-at-once', [{ label: 'three' }], async (context) => {
    mustBe(await threeAtOnce(context), storedExactly);

    needsConcurrency(context);
  });

  check('two-at-once', [{ label: 'within uploads as others leave' }], async (context) => {
    mustBe(await storedAsOthersLeave(context), storedExactly);

    needsConcurrency(context);
  });

  portInUseCases(check);
}
