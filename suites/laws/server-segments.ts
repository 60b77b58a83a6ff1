import type { Description } from '../../harness/contracts/wire.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { describedFact } from './answering.ts';
import { askedAgainCases } from './asked-again-cases.ts';
import { characterSamples } from './characters.ts';
import { allOf, asOthersLeave, atOnce, furtherOnes, interleaved, MANY, oneAfterAnother } from './crowd.ts';
import { formSamples } from './forms.ts';
import { someLetters } from './letters.ts';
import { type Context, longer, type Oracle } from './oracle.ts';
import { earlierBehindNew, finBeforeRead, saysAllFirst } from './ordering.ts';
import { type CutPlace, cutPlaces, grownPlaces, spokenIn } from './places.ts';
import { mustBeAsTwinHoweverCut } from './random-cuts.ts';
import { firstOfEach, type Script, scriptOf } from './script.ts';
import { lacks, type ServerChapter } from './server-chapter.ts';
import { shownTwice, shownTwiceFact } from './showing-again.ts';
import { slowly, slowlyBehindEnd } from './slow-reading.ts';
import { mustBeAsTwin, mustBeAsTwinEach } from './twin.ts';
import { coalesced, cutHarm, inSingleOctets, withFinBehind } from './twin-stimuli.ts';

/** Rounds of a session that is cut at random places. */
const ROUNDS = 3;

/** What a longer message has more: a length of it has another octet, or another digit. */
const LONG_FILL = 'w'.repeat(300);

/** Laws about a server that is asked as it is to be, however what is said is grouped, and by however many. */
export function segmentLaws({
  description,
  oracle,
  sideBySide,
  sample,
  messages,
  isReplied,
  isOneWay,
  check,
  each,
}: ServerChapter): void {
  check('answers', async (context) => {
    mustBe(await describedFact(context, oracle), 'every message as described');
  });

  if (isOneWay && sample.round !== undefined)
    check('answers', [{ label: 'the same twice' }], async (context) => {
      mustBe(await shownTwiceFact(context, oracle), shownTwice);
    });

  const mustStandCuts = async (
    context: Context,
    of: Oracle,
    script: Script,
    { message, cuts }: CutPlace,
  ): Promise<void> => {
    const spoken = spokenIn(script, message);

    await mustBeAsTwinEach(
      context,
      of,
      await sideBySide(context),
      script.acts,
      cuts.map((cut) => cutHarm(of.description, script, spoken, cut)),
    );
  };
  each('cut-anywhere', cutPlaces(sample), lacks.message, async (context, place) => {
    await mustStandCuts(context, oracle, oracle.script(context), place);
  });

  const long = (nonce: string): Script => longer(description, { nonce, fill: LONG_FILL });
  check('cut-anywhere', grownPlaces(sample, long(someLetters.nonce)), async (context, place) => {
    await mustStandCuts(context, oracle, long(lettersFor(context, someLetters.nonce.length)), place);
  });

  const spelled = (one: Description) => firstOfEach(scriptOf(one, someLetters));
  const further = [...characterSamples(description, spelled), ...formSamples(description, spelled)];
  check('cut-anywhere', further, async (context, place) => {
    const ofSample = oracle.ofOther(place.description);

    await mustStandCuts(context, ofSample, ofSample.script(context), place);
  });

  each('octet-by-octet', messages, lacks.message, async (context, { message }) => {
    await mustBeAsTwin(context, oracle, inSingleOctets(description, message));
  });

  const sessions = [
    ...messages.slice(0, 1).map(() => ({ label: 'a session', areJoined: false })),
    ...(sample.round === undefined ? [] : [{ label: 'a session without waiting', areJoined: true }]),
  ];
  each('random-cuts', sessions, lacks.message, async (context, { areJoined }) => {
    await mustBeAsTwinHoweverCut(context, oracle, { rounds: ROUNDS, areJoined });
  });

  each('coalesced', sample.round === undefined ? [] : [2, 3, 20], lacks.repeat, async (context, rounds) => {
    await mustBeAsTwin(context, oracle, coalesced(rounds));
  });

  if (sample.round !== undefined && !isOneWay)
    check('coalesced', [{ label: 'an earlier one behind a new one' }], async (context) => {
      const { seen, expected } = await earlierBehindNew(context, oracle);

      mustBe(seen, expected, 'an earlier round behind a new one');
    });

  const eight = messages.slice(0, 1).map(() => ({ label: '8 clients' }));
  each('pairing', eight, lacks.message, async (context) => {
    for (const { seen, expected } of await interleaved(context, oracle)) mustBe(seen, expected);
  });

  const within = furtherOnes(sample.spoken).map((message) => ({ label: `8 clients within ${message}`, message }));
  check('pairing', within, async (context, { message }) => {
    for (const { seen, expected } of await interleaved(context, oracle, message)) mustBe(seen, expected);
  });

  const five = messages.slice(0, 1).map(() => ({ label: '5 clients, some of which leave' }));
  each('pairing', five, lacks.message, async (context) => {
    for (const { seen, expected } of await asOthersLeave(context, oracle, within.at(-1)?.message))
      mustBe(seen, expected);
  });

  askedAgainCases(check, 'pairing', oracle);

  check('one-after-another', async (context) => {
    const { seen, expected } = await oneAfterAnother(context, oracle);

    mustBe(seen, expected);
  });

  check('queued', async (context) => {
    mustBe(await atOnce(context, oracle), allOf(MANY));
  });

  each('half-close', isReplied ? messages.slice(-1) : [], lacks.reply, async (context) => {
    await mustBeAsTwin(context, oracle, withFinBehind);
  });

  const isSaidAtOnce = isReplied && saysAllFirst(sample);
  if (isSaidAtOnce)
    check('half-close', [{ label: 'before the first octet is read' }], async (context) => {
      const { seen, expected } = await finBeforeRead(context, oracle);

      mustBe(seen, expected, 'a FIN before the first octet is read');
    });

  if (sample.round !== undefined && !isOneWay)
    check('half-close', [{ label: 'with answers that are not read yet' }], async (context) => {
      const { seen, expected } = await slowlyBehindEnd(context, oracle);

      mustBe(seen, expected, 'answers that are read after a FIN');
    });

  const thousand = sample.round === undefined || isOneWay ? [] : [{ label: '1,000 answers' }];
  each('slow-reader', thousand, isOneWay ? lacks.reply : lacks.repeat, async (context) => {
    const { seen, expected } = await slowly(context, oracle);

    mustBe(seen, expected);
  });
}
