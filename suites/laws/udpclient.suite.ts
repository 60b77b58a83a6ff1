import type { Description } from '../../harness/contracts/wire.ts';
import type { CaseRow, Check } from '../../harness/engine/cases.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { datagramClientSuite } from '../../harness/engine/client/client-suite.ts';
import { endedWell } from '../../harness/engine/client/ending-well.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { LATE_MS, mayBeLate } from '../../harness/engine/client/staying.ts';
import { applicableIf, mustBe, NotApplicable } from '../../harness/engine/finding.ts';
import type { Suite } from '../../harness/engine/suite.ts';
import type { Harm } from './client-exchange.ts';
import type { HarmedReply } from './client-oracle.ts';
import { sampleReplies } from './client-places.ts';
import { emptyReplies, furtherReplies, largestReplies } from './client-replies.ts';
import { asDescribed, type DatagramHarm, plainOver } from './datagram-client-exchange.ts';
import {
  askedOver,
  asksAgain,
  cutFact,
  endsWellOver,
  type HarmedAnswer,
  lostFact,
  mustDeclareStall,
  mustFareAsTwinOver,
  notTaken,
  refusedFact,
  silenceFact,
} from './datagram-client-facts.ts';
import type { DatagramClientLaw } from './datagram-client-laws.ts';
import { strangeAnswers } from './datagram-client-strangers.ts';
import { isWhole } from './datagram-talk.ts';
import { describedClient } from './requirements.ts';

/** Why a law does not apply to a protocol. */
const lacks = {
  answer: 'the server of this protocol says nothing',
  short: 'every part of an answer is an answer, too',
  further: 'the messages of the server have one sample each, and no text whose length a field says',
  fill: 'no answer has a size that can be chosen: needs {fill} in a text of a plain message of the server',
} as const;

/** The suite of clients of a described protocol over datagrams: every law, with the cases that the server's messages give. */
export function describedDatagramClientSuite(description: Description): Suite {
  const replies = sampleReplies(description);
  const cuts = replies.flatMap(({ name, octets }) =>
    [...new Set([0, 1, Math.floor(octets.length / 2), octets.length - 1])]
      .filter((cut) => cut >= 0 && cut < octets.length && !isWhole(description, name, octets.subarray(0, cut)))
      .map((cut) => ({ label: `${name} ${cut} of ${octets.length}`, message: name, cut })),
  );

  return datagramClientSuite<string>(describedClient(description), plainOver(description), (checkAny) => {
    const check: Check<ClientContext, DatagramClientLaw> = checkAny;
    /** A case for each row; one that says why there is none, where there is none. */
    const each = <Row extends CaseRow>(
      law: DatagramClientLaw,
      rows: readonly Row[],
      otherwise: string,
      body: (context: ClientContext, row: Row) => Promise<void>,
    ): void => {
      if (rows.length > 0) check(law, rows, body);
      else check(law, () => Promise.reject(new NotApplicable(otherwise)));
    };

    check('asks', async (context) => {
      mustBe(await askedOver(context, description), asDescribed);
    });

    each(
      'plain-replies',
      [...furtherReplies(description), ...emptyReplies(description)],
      lacks.further,
      async (context, other) => {
        await mustFareAsTwinOver(context, description, overDatagrams(other));
      },
    );

    const isAnswered = replies.length > 0;
    check('asks-again', async (context) => {
      applicableIf(isAnswered, lacks.answer);
      mustDeclareStall(context);
      mustBe(await lostFact(context, description), asksAgain);
    });

    check('reports-silence', async (context) => {
      applicableIf(isAnswered, lacks.answer);
      mustDeclareStall(context);
      mustBe(await silenceFact(context, description), reported);
    });

    check('reports-refused', async (context) => {
      applicableIf(isAnswered, lacks.answer);
      mustDeclareStall(context);
      mustBe(await refusedFact(context), reported);
    });

    check('ignores-strangers', strangeAnswers(description), async (context, { label, harm, needs }) => {
      applicableIf(isAnswered, lacks.answer);
      applicableIf(needs === undefined || needs(context) === undefined, needs?.(context) ?? '');
      await mustFareAsTwinOver(context, description, { how: label, harm });
    });

    each('short', cuts, isAnswered ? lacks.short : lacks.answer, async (context, { message, cut }) => {
      mustBe(await cutFact(context, description, message, cut), notTaken);
    });

    check('twice', async (context) => {
      applicableIf(isAnswered, lacks.answer);
      const harm: DatagramHarm = ({ octets }) => [
        { does: 'say', octets },
        { does: 'say', octets },
      ];
      await mustFareAsTwinOver(context, description, { how: 'each answer twice', harm });
    });

    each('largest', largestReplies(description), lacks.fill, async (context, other) => {
      await mustFareAsTwinOver(context, description, overDatagrams(other));
    });

    check('late', async (context) => {
      applicableIf(isAnswered, lacks.answer);
      mayBeLate(context);
      const harm: DatagramHarm = ({ index, octets }) =>
        index === 0
          ? [
              { does: 'pause', ms: LATE_MS },
              { does: 'say', octets },
            ]
          : undefined;
      await mustFareAsTwinOver(context, description, { how: 'the first answer late', harm });
    });

    check('ends-well', async (context) => {
      mustBe(await endsWellOver(context, description), endedWell);
    });
  });
}

/** The same replies, each message a datagram. */
function overDatagrams({ harm, at, provided, ...other }: HarmedReply): HarmedAnswer {
  return {
    ...other,
    harm: harmOver(harm),
    ...(provided === undefined ? {} : { provided: { how: provided.how, harm: harmOver(provided.harm) } }),
    ...(at === undefined ? {} : { at: (size) => overDatagrams(at([], size)) }),
  };
}

function harmOver(harm: Harm): DatagramHarm {
  return (reply) =>
    harm(reply)?.flatMap((deed) =>
      deed.does === 'say' ? deed.segments.map((octets) => ({ does: 'say', octets }) as const) : [],
    );
}
