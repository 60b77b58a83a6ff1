import type { Description } from '../../harness/contracts/wire.ts';
import type { CaseRow, Check } from '../../harness/engine/cases.ts';
import { applicableIf, mustBe, NotApplicable } from '../../harness/engine/finding.ts';
import { rests } from '../../harness/engine/processor.ts';
import { nothingLeft } from '../../harness/engine/server/leavings.ts';
import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import type { Suite } from '../../harness/engine/suite.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { unseenOf } from './answering.ts';
import { askedAgainCases } from './asked-again-cases.ts';
import { answersFact, asDescribed, fromThere, otherAddress, plainAsker, whereFromFact } from './datagram-answering.ts';
import { allAnswered, eachItsOwn, eachTime, manyFact, oneFact, repeatedFact } from './datagram-crowd.ts';
import { harmless, refusalsFact } from './datagram-refusing.ts';
import { askersGone, datagramLeftOpenFact, datagramRestsFact } from './datagram-resting.ts';
import type { DatagramServerLaw } from './datagram-server-laws.ts';
import {
  cutShort,
  empty,
  legalLargest,
  overLimit,
  padded,
  type Stimuli,
  strange,
  withMore,
  withMoreAtLimit,
  wrongLiterals,
  wrongNumbers,
} from './datagram-stimuli.ts';
import { overDatagrams } from './datagram-talk.ts';
import { someLetters } from './letters.ts';
import { type Context, oracleOf } from './oracle.ts';
import { spokenIn } from './places.ts';
import { describedServer } from './requirements.ts';
import { firstOfEach, isHearing, scriptOf } from './script.ts';
import { shownTwice, shownTwiceFact } from './showing-again.ts';
import { accepted, legalFact } from './size-facts.ts';
import { sizedMessages } from './sizes.ts';

/** Why a law does not apply to a protocol, and what would change that. */
const lacks = {
  cut: 'every cut of a message is a message, too',
  more: 'a message with octets behind it is a message, too: it has no end of its own',
  empty: 'a datagram without an octet is a message of this protocol',
  large: 'every datagram is a message of this protocol, and none has {fill} by which its size can be chosen',
  number: 'no number of a message of the client says a length or a count, or is enumerated',
  literal: 'no octets of a message of the client are always the same',
  stranger: 'what clients of other protocols say is a message of this one, too',
  answer: 'the server of this protocol says nothing',
} as const;

/** The suite of servers of a described protocol over datagrams: every law, with the cases that its messages give. */
export function describedDatagramServerSuite(description: Description): Suite {
  const sample = scriptOf(description, someLetters);
  const first = firstOfEach(sample);
  const options = {
    plain: [undefined],
    client: plainAsker(description),
    unseen: unseenOf(description),
    basics: ['answers', 'answers-from-where-asked'],
  } as const;

  return serverSuite<string, undefined>(describedServer(description), options, (checkAny) => {
    const check: Check<Context, DatagramServerLaw> = checkAny;
    const oracle = oracleOf(description, overDatagrams(description));
    /** A case for each row; one that says why there is none, where there is none. */
    const each = <Row extends CaseRow>(
      law: DatagramServerLaw,
      rows: readonly Row[],
      otherwise: string,
      body: (context: Context, row: Row) => Promise<void>,
    ): void => {
      if (rows.length > 0) check(law, rows, body);
      else check(law, () => Promise.reject(new NotApplicable(otherwise)));
    };
    /** A case for each of these messages in place of which something else can be said. */
    const refusedOf = (
      law: DatagramServerLaw,
      messages: typeof first,
      stimuli: Stimuli,
      otherwise: string,
      label = '',
    ): void => {
      const rows = messages.filter((spoken) => stimuli(spoken).length > 0);
      each(
        law,
        rows.map(({ name }) => ({ label: `${name}${label}`, message: name })),
        otherwise,
        async (context, { message }) => {
          mustBe(await refusalsFact(context, oracle, message, stimuli), harmless);
        },
      );
    };

    check('answers', async (context) => {
      mustBe(await answersFact(context, oracle), asDescribed);
    });

    const isAnswered = !isOneWay(description);
    if (!isAnswered && sample.round !== undefined)
      check('answers', [{ label: 'the same twice' }], async (context) => {
        mustBe(await shownTwiceFact(context, oracle), shownTwice);
      });

    check('kept-apart', [{ label: '50 clients' }], async (context) => {
      mustBe(await manyFact(context, oracle), eachItsOwn);
    });

    const [says, hears] = sample.acts;
    const isOneQuestion = sample.acts.length === 2 && says?.does === 'say' && hears !== undefined && isHearing(hears);
    const asksAnew = isOneQuestion && sample.round === 0;
    if (asksAnew)
      check('kept-apart', [{ label: 'one client' }], async (context) => {
        mustBe(await oneFact(context, oracle), allAnswered);
      });

    if (asksAnew && isAnswered)
      check('kept-apart', [{ label: 'the same again' }], async (context) => {
        mustBe(await repeatedFact(context, oracle), eachTime, 'the same question three times');
      });

    askedAgainCases(check, 'kept-apart', oracle);

    check('answers-from-where-asked', [{ label: 'at its address' }], async (context) => {
      applicableIf(isAnswered, lacks.answer);
      mustBe(await whereFromFact(context, oracle), fromThere);
    });

    check('answers-from-where-asked', [{ label: 'at another address' }], async (context) => {
      applicableIf(isAnswered, lacks.answer);
      const other = otherAddress(context);
      applicableIf(
        other !== undefined,
        'the server listens at one address alone, or it is not seen where: needs a server that listens on every address (0.0.0.0)',
      );
      mustBe(await whereFromFact(context, oracle, other), fromThere);
    });

    refusedOf('short', first, cutShort(description), lacks.cut);
    refusedOf('surplus', first, withMore(description), lacks.more);
    refusedOf('empty', first.slice(0, 1), empty(description), lacks.empty);

    const sizes = sizedMessages(description, sample);
    const legal = sizes.flatMap((sized) =>
      legalLargest(spokenIn(sample, sized.message), sized).map((size) => ({
        label: `${sized.message} ${sized.field} ${size}`,
        sized,
        size,
      })),
    );
    if (legal.length > 0)
      check('largest', legal, async (context, { sized, size }) => {
        mustBe(await legalFact(context, oracle, sized, size), accepted);
      });
    for (const sized of sizes) {
      const spoken = spokenIn(sample, sized.message);
      const stimuli = overLimit(description, sized);
      if (stimuli(spoken).length > 0) refusedOf('largest', [spoken], stimuli, lacks.large, ' over its limit');
      const full = withMoreAtLimit(description, sized);
      if (full(spoken).length > 0) refusedOf('surplus', [spoken], full, lacks.more, ' of its limit');
    }
    const isPadded = first.some((spoken) => padded(description)(spoken).length > 0);
    if (isPadded || legal.length === 0) refusedOf('largest', first, padded(description), lacks.large);

    refusedOf('wrong-numbers', first, wrongNumbers(description), lacks.number);
    refusedOf('wrong-literal', first, wrongLiterals(description), lacks.literal);
    refusedOf('stranger', first.slice(0, 1), strange(description), lacks.stranger);

    check('asker-gone', async (context) => {
      applicableIf(isAnswered, lacks.answer);
      await askersGone(context, oracle);
    });

    check('rests', async (context) => {
      mustBe(await datagramRestsFact(context, oracle), rests);
    });

    check('leaves-nothing-open', async (context) => {
      mustBe(await datagramLeftOpenFact(context, oracle), nothingLeft);
    });
  });
}
