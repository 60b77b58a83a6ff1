import type { Description } from '../../harness/contracts/wire.ts';
import type { Check } from '../../harness/engine/cases.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { memoryBounded } from '../../harness/engine/facts.ts';
import { applicableIf, mustBe } from '../../harness/engine/finding.ts';
import type { Suite } from '../../harness/engine/suite.ts';
import { clientCases } from '../client-cases.ts';
import { characterSamples } from './characters.ts';
import { asDescribed, askedFact, closed, closesFact, endsInTime, plainDialogue, stallFact } from './client-asking.ts';
import { harmedFact, hugeFact, resetFact, shortFact } from './client-breaking.ts';
import {
  cutReplies,
  cutSample,
  lateReplies,
  mergedReplies,
  randomCuts,
  replyWhenStopped,
  singleOctets,
  surplusReplies,
} from './client-cuts.ts';
import type { ClientLaw } from './client-laws.ts';
import { dialogueWith, freshFilling, maskOnce, mustFareAsTwin } from './client-oracle.ts';
import { isLastOpen, isMerged, replyPlaces, sampleReplies, wrongReplies } from './client-places.ts';
import { emptyReplies, furtherReplies, sizedReplies } from './client-replies.ts';
import { eachOf } from './each.ts';
import { formSamples } from './forms.ts';
import { hexOf, hugeNumbers } from './numbers.ts';
import { describedClient } from './requirements.ts';

/** Why a law does not apply to a protocol. */
const lacks = {
  reply: 'the server of this protocol says nothing',
  further: 'the messages of the server have one sample each, and no text whose length a field says',
  fill: 'no reply has a size that can be chosen: needs {fill} in a text of a plain message of the server',
  merged: 'the server says no two messages in a row',
  length: 'no field of a message of the server says a length or a count',
  wrong: 'no field of a message of the server is always the same, repeats one, or says a length of several octets',
  open: 'the last message of the server ends with the stream: nothing can be behind it',
} as const;

/** The suite of clients of a described protocol over a stream: every law, with the cases that the server's messages give. */
export function describedClientSuite(description: Description): Suite {
  const places = replyPlaces(description);
  const replies = [...new Set(places.map(({ message }) => message))].map((message) => ({ label: message, message }));
  const plain = plainDialogue(description);

  return clientSuite<string>(describedClient(description), plain, (checkAny) => {
    const check: Check<ClientContext, ClientLaw> = checkAny;
    const mask = maskOnce(description);
    const each = eachOf(check);

    check('asks', async (context) => {
      mustBe(await askedFact(context, description, mask), asDescribed);
    });

    each(
      'plain-replies',
      [...furtherReplies(description), ...emptyReplies(description)],
      lacks.further,
      async (context, other) => {
        await mustFareAsTwin(context, description, mask, [other]);
      },
    );

    each('cut-anywhere', places, lacks.reply, async (context, place) => {
      await mustFareAsTwin(context, description, mask, cutReplies(place));
    });

    const further = [...characterSamples(description, sampleReplies), ...formSamples(description, sampleReplies)];
    check('cut-anywhere', further, async (context, sample) => {
      await mustFareAsTwin(context, sample.description, mask, cutSample(sample));
    });

    each('octet-by-octet', replies, lacks.reply, async (context, { message }) => {
      await mustFareAsTwin(context, description, mask, singleOctets(message));
    });

    each('random-cuts', replies, lacks.reply, async (context, { message }) => {
      await mustFareAsTwin(context, description, mask, randomCuts(message, context.seed));
    });

    each('coalesced', isMerged(description) ? [{ label: 'two messages' }] : [], lacks.merged, async (context) => {
      await mustFareAsTwin(context, description, mask, mergedReplies());
    });

    each(
      'late',
      replies.flatMap(({ message }) =>
        ['the first octet', 'the second half'].map((what) => ({ label: `${message} ${what}`, message, what })),
      ),
      lacks.reply,
      async (context, { message, what }) => {
        await mustFareAsTwin(context, description, mask, lateReplies(message, what, context));
      },
    );

    const [firstReply] = replies;
    if (firstReply !== undefined)
      check('late', [{ label: `${firstReply.message} to a client that was stopped` }], async (context) => {
        await mustFareAsTwin(context, description, mask, replyWhenStopped(firstReply.message, context));
      });

    each('short-reply', places, lacks.reply, async (context, place) => {
      mustBe(await shortFact(context, description, place), reported);
    });

    each('reset-reply', replies, lacks.reply, async (context, { message }) => {
      mustBe(await resetFact(context, description, message), reported);
    });

    each(
      'stalled',
      replies.flatMap(({ message }) =>
        ['nothing', 'half'].map((what) => ({ label: `${message} ${what}`, message, isHalf: what === 'half' })),
      ),
      lacks.reply,
      async (context, { message, isHalf }) => {
        applicableIf(
          context.limits.stallMs !== undefined,
          'the profile declares no time after which the client gives up on a silent server: limits.stallMs (--stall-timeout)',
        );
        mustBe(await stallFact(context, description, message, isHalf), endsInTime);
      },
    );

    each('length-borders', sizedReplies(description), lacks.fill, async (context, other) => {
      await mustFareAsTwin(context, description, mask, [other]);
    });

    each(
      'huge-length',
      places.flatMap((place) =>
        place.form === undefined
          ? []
          : hugeNumbers(place.form).map((value) => ({ label: `${place.label} ${hexOf(value)}`, place, value })),
      ),
      lacks.length,
      async (context, { place, value }) => {
        mustBe(await hugeFact(context, description, place, value), `${reported}, ${memoryBounded}`);
      },
    );

    each('wrong-reply', wrongReplies(description), lacks.wrong, async (context, { label, harm }) => {
      mustBe(await harmedFact(context, description, { how: label, harm }), reported);
    });

    each('surplus', isLastOpen(description) ? [] : [1, 1000], lacks.open, async (context, octets) => {
      const { said } = await dialogueWith(context, description, freshFilling());
      await mustFareAsTwin(context, description, mask, surplusReplies(said, octets));
    });

    check('closes-at-end', async (context) => {
      mustBe(await closesFact(context, description), closed);
    });

    clientCases(check, plain);
  });
}
