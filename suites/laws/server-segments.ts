import { mustBe } from '../../harness/engine/finding.ts';
import { cutAt, octetByOctet } from '../../harness/engine/tester/segments.ts';
import { describedFact } from './answering.ts';
import { allOf, atOnce, interleaved, MANY, oneAfterAnother } from './crowd.ts';
import { cutPlaces, spokenIn } from './places.ts';
import { saying } from './script.ts';
import { lacks, type ServerChapter } from './server-chapter.ts';
import { inOneSegment, mustBeAsTwinHoweverCut, sessionOf } from './session.ts';
import { slowly } from './slow-reading.ts';
import { changed, cutAfter } from './telling.ts';
import { mustBeAsTwin, mustBeAsTwinEach } from './twin.ts';

/** Rounds of a session that is cut at random places. */
const ROUNDS = 3;

/** Octets of a message that are sent one by one. */
const SINGLE_OCTETS = 256;

/** Laws about a server that is asked as it is to be, however what is said is grouped, and by however many. */
export function segmentLaws({
  description,
  oracle,
  sideBySide,
  sample,
  messages,
  last,
  isReplied,
  isOneWay,
  check,
  each,
}: ServerChapter): void {
  check('answers', async (context) => {
    mustBe(await describedFact(context, oracle), 'every message as described');
  });

  each('cut-anywhere', cutPlaces(sample), lacks.message, async (context, { message, cuts }) => {
    const script = oracle.script(context);
    const spoken = spokenIn(script, message);
    const { act, octets } = spoken;

    await mustBeAsTwinEach(
      context,
      oracle,
      await sideBySide(context),
      script.acts,
      cuts.map((cut) => ({
        how: `cut after octet ${cut}`,
        acts: saying(script.acts, act, cutAt(octets, [cut])),
        told: () => cutAfter(description, spoken, cut),
      })),
    );
  });

  each('octet-by-octet', messages, lacks.message, async (context, { message }) => {
    const script = oracle.script(context);
    const spoken = spokenIn(script, message);
    const acts = saying(script.acts, spoken.act, octetByOctet(spoken.octets, SINGLE_OCTETS));

    await mustBeAsTwin(context, oracle, script.acts, [
      { how: 'octet by octet', acts, told: () => changed(description, spoken, spoken.octets) },
    ]);
  });

  const sessions = [
    ...messages.slice(0, 1).map(() => ({ label: 'a session', areJoined: false })),
    ...(sample.round === undefined ? [] : [{ label: 'a session without waiting', areJoined: true }]),
  ];
  each('random-cuts', sessions, lacks.message, async (context, { areJoined }) => {
    await mustBeAsTwinHoweverCut(context, oracle, { rounds: ROUNDS, areJoined });
  });

  each('coalesced', sample.round === undefined ? [] : [2, 3, 20], lacks.repeat, async (context, rounds) => {
    const session = sessionOf(context, oracle, rounds);

    await mustBeAsTwin(context, oracle, session, [
      { how: `${rounds} rounds in one segment`, acts: inOneSegment(session) },
    ]);
  });

  const eight = messages.slice(0, 1).map(() => ({ label: '8 clients' }));
  each('pairing', eight, lacks.message, async (context) => {
    for (const { seen, expected } of await interleaved(context, oracle)) mustBe(seen, expected);
  });

  check('one-after-another', async (context) => {
    const { seen, expected } = await oneAfterAnother(context, oracle);

    mustBe(seen, expected);
  });

  check('queued', async (context) => {
    mustBe(await atOnce(context, oracle), allOf(MANY));
  });

  each('half-close', isReplied ? messages.slice(-1) : [], lacks.reply, async (context) => {
    const { acts } = oracle.script(context);

    await mustBeAsTwin(context, oracle, acts, [
      { how: 'a FIN behind the last message', acts: acts.toSpliced(last, 0, { does: 'end writing' }) },
    ]);
  });

  const thousand = sample.round === undefined || isOneWay ? [] : [{ label: '1,000 answers' }];
  each('slow-reader', thousand, isOneWay ? lacks.reply : lacks.repeat, async (context) => {
    const { seen, expected } = await slowly(context, oracle);

    mustBe(seen, expected);
  });
}
