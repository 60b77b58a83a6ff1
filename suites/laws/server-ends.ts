import { resetInQueue } from '../../harness/engine/server/departures.ts';
import { manyResets, resetInTurn } from '../../harness/engine/server/many-resets.ts';
import { closeBehindRounds, endsEach, resetBehind, resetInReply, resetManyTimes, resetWithin } from './leaving.ts';
import { cutPlaces, spokenIn } from './places.ts';
import { lacks, type ServerChapter } from './server-chapter.ts';

/** Laws about clients that end or reset their connection wherever they are. */
export function endLaws({ oracle, sideBySide, sample, messages, isReplied, check, each }: ServerChapter): void {
  each('disconnect-anywhere', cutPlaces(sample), lacks.message, async (context, place) => {
    await endsEach(context, oracle, place, await sideBySide(context));
  });

  each('reset-anywhere', cutPlaces(sample), lacks.message, async (context, place) => {
    await resetWithin(context, oracle, place, await sideBySide(context));
  });

  const within = cutPlaces(sample)
    .slice(0, 1)
    .map((place) => ({ ...place, ...manyResets }));
  // Of a server that speaks to clients which say nothing.
  const speaksAlone = messages.length === 0 && sample.acts.some(({ does }) => does === 'hear');
  if (speaksAlone)
    check('reset-anywhere', [manyResets], async (context) => {
      await resetInTurn(context, () => resetInReply(context, oracle));
    });
  else
    each('reset-anywhere', within, lacks.message, async (context, place) => {
      await resetManyTimes(context, oracle, place);
    });

  check('reset-anywhere', [{ label: '20 in the queue' }], async (context) => {
    await resetInQueue(context);
  });

  const replied = messages
    .filter(({ message }) => spokenIn(sample, message).reply !== undefined)
    .map(({ message }) => ({ label: `behind ${message}`, message }));
  each('reset-anywhere', replied, lacks.reply, async (context, { message }) => {
    await resetBehind(context, oracle, message);
  });

  if (isReplied && sample.round !== undefined)
    check('reset-anywhere', [{ label: 'closed behind three rounds' }], async (context) => {
      await closeBehindRounds(context, oracle);
    });

  const inReply = isReplied || speaksAlone ? [{ label: 'within a reply' }] : [];
  each('reset-anywhere', inReply, lacks.reply, async (context) => {
    await resetInReply(context, oracle);
  });
}
