import type { Description } from '../../harness/contracts/wire.ts';
import type { CaseRow, Check } from '../../harness/engine/cases.ts';
import { busyPortFact, memoryBounded, memoryFact, saysPortInUse } from '../../harness/engine/facts.ts';
import { applicableIf, mustBe, NotApplicable } from '../../harness/engine/finding.ts';
import { rests } from '../../harness/engine/processor.ts';
import { endedInTime, idleFact, resetInQueue } from '../../harness/engine/server/departures.ts';
import { leftOpenFact, nothingLeft } from '../../harness/engine/server/leavings.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import { listensAgain, restartFact } from '../../harness/engine/server/restarting.ts';
import { restsFact } from '../../harness/engine/server/resting.ts';
import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import type { Suite } from '../../harness/engine/suite.ts';
import { cutAt, octetByOctet } from '../../harness/engine/tester/segments.ts';
import { describedFact, plainClient } from './answering.ts';
import { allOf, atOnce, interleaved, MANY, meanwhile, oneAfterAnother, staysSilent } from './crowd.ts';
import { drip } from './dripping.ts';
import { endlessFact } from './endless.ts';
import { talkOver } from './heard.ts';
import { endedAndTookNothing, endsFact, resetBehind, resetInReply, resetWithin } from './leaving.ts';
import { someLetters } from './letters.ts';
import {
  announcedFact,
  harmless,
  hexOf,
  hugeNumbers,
  lenientFact,
  lenientTexts,
  lyingFact,
  swappedFact,
  valueIn,
} from './numbers.ts';
import { type Context, oracleOf } from './oracle.ts';
import {
  cutPlaces,
  fieldPlaces,
  isDigits,
  isLiteral,
  isMeasure,
  isTerminated,
  numberForm,
  placedIn,
  replaced,
  spokenIn,
} from './places.ts';
import { notAccepted, refusalFact } from './refusing.ts';
import { describedServer } from './requirements.ts';
import { firstOfEach, saying, scriptOf } from './script.ts';
import type { ServerLaw } from './server-laws.ts';
import { behindLastSaid, inOneSegment, mustBeAsTwinHoweverCut, sessionOf } from './session.ts';
import { accepted, illegalFact, illegalSizes, legalFact, legalSizes, sizedMessages, smuggledFact } from './sizes.ts';
import { slowly } from './slow-reading.ts';
import { strangers } from './strangers.ts';
import { swappedRows, swappedScript } from './swapping.ts';
import { changed, cutAfter } from './telling.ts';
import { mustBeAsTwin } from './twin.ts';

/** Rounds of a session that is cut at random places. */
const ROUNDS = 3;

/** Octets of a message that are sent one by one. */
const SINGLE_OCTETS = 256;

/** Why a law does not apply to a protocol, and what would change that. */
const lacks = {
  message: 'clients of this protocol say nothing',
  repeat: 'the dialogue does not repeat: needs repeat at its end',
  length: 'no field says a length or a count: needs `length of` or `count of` in a message of the client',
  wide: 'no length or count of several octets: needs a number such as u16 that measures others',
  digits: 'no length or count in decimal digits: needs `digits until …` that measures others',
  fill: 'no message has a size that can be chosen: needs {fill} in a text of a plain message of the client',
  limit:
    'no limit is declared: needs `max N octets`, or `A..B characters`, and {fill} in a plain message of the client',
  literal: 'no octets of a message of the client are always the same',
  terminator: 'no field of a message of the client ends with a terminator',
  reply: 'the server says nothing after the last message of the client',
} as const;

/** The suite of servers of a described protocol over a stream: every law, with the cases that its messages give. */
export function describedServerSuite(description: Description): Suite {
  const sample = scriptOf(description, someLetters);
  const messages = firstOfEach(sample).map(({ name }) => ({ label: name, message: name }));
  const options = {
    plain: [undefined],
    client: plainClient(description),
    unseen: 'the server says nothing that would show it',
    basics: ['answers'],
    severalClients: 'one-after-another',
  } as const;

  return serverSuite<string, undefined>(describedServer(description), options, (checkAny) => {
    const check: Check<Context, ServerLaw> = checkAny;
    const oracle = oracleOf(description);
    /** A case for each row; one that says why there is none, where there is none. */
    const each = <Row extends CaseRow>(
      law: ServerLaw,
      rows: readonly Row[],
      otherwise: string,
      body: (context: Context, row: Row) => Promise<void>,
    ): void => {
      if (rows.length > 0) check(law, rows, body);
      else check(law, () => Promise.reject(new NotApplicable(otherwise)));
    };
    const part = firstOfEach(sample)[0]?.octets.subarray(0, Math.ceil((sample.spoken[0]?.octets.length ?? 0) / 2));
    const parts = part === undefined ? undefined : () => part;

    check('answers', async (context) => {
      mustBe(await describedFact(context, oracle), 'every message as described');
    });

    each('cut-anywhere', cutPlaces(sample), lacks.message, async (context, { message, cuts }) => {
      const { acts, ...script } = oracle.script(context);
      const spoken = spokenIn({ acts, ...script }, message);
      const { act, octets } = spoken;

      await mustBeAsTwin(
        context,
        oracle,
        acts,
        cuts.map((cut) => ({
          how: `cut after octet ${cut}`,
          acts: saying(acts, act, cutAt(octets, [cut])),
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

    each(
      'random-cuts',
      [
        ...messages.slice(0, 1).map(() => ({ label: 'a session', areJoined: false })),
        ...(sample.round === undefined ? [] : [{ label: 'a session without waiting', areJoined: true }]),
      ],
      lacks.message,
      async (context, { areJoined }) => {
        await mustBeAsTwinHoweverCut(context, oracle, { rounds: ROUNDS, areJoined });
      },
    );

    each('coalesced', sample.round === undefined ? [] : [2, 3, 20], lacks.repeat, async (context, rounds) => {
      const session = sessionOf(context, oracle, rounds);

      await mustBeAsTwin(context, oracle, session, [
        { how: `${rounds} rounds in one segment`, acts: inOneSegment(session) },
      ]);
    });

    each(
      'pairing',
      messages.slice(0, 1).map(() => ({ label: '8 clients' })),
      lacks.message,
      async (context) => {
        for (const { seen, expected } of await interleaved(context, oracle)) mustBe(seen, expected);
      },
    );

    check('one-after-another', async (context) => {
      const { seen, expected } = await oneAfterAnother(context, oracle);

      mustBe(seen, expected);
    });

    check('queued', async (context) => {
      mustBe(await atOnce(context, oracle), allOf(MANY));
    });

    const last = behindLastSaid(sample);
    const isReplied = last > 0 && sample.acts.slice(last).some(({ does }) => does === 'hear');
    each('half-close', isReplied ? messages.slice(-1) : [], lacks.reply, async (context) => {
      const { acts } = oracle.script(context);

      await mustBeAsTwin(context, oracle, acts, [
        { how: 'a FIN behind the last message', acts: acts.toSpliced(last, 0, { does: 'end writing' }) },
      ]);
    });

    each(
      'slow-reader',
      sample.round === undefined ? [] : [{ label: '1,000 answers' }],
      lacks.repeat,
      async (context) => {
        const { seen, expected } = await slowly(context, oracle);

        mustBe(seen, expected);
      },
    );

    each('disconnect-anywhere', cutPlaces(sample), lacks.message, async (context, place) => {
      mustBe(await endsFact(context, oracle, place), endedAndTookNothing);
    });

    each('reset-anywhere', cutPlaces(sample), lacks.message, async (context, place) => {
      await resetWithin(context, oracle, place);
    });

    check('reset-anywhere', [{ label: '20 in the queue' }], async (context) => {
      await resetInQueue(context);
    });

    const replied = messages.filter(({ message }) => spokenIn(sample, message).reply !== undefined);
    each(
      'reset-anywhere',
      replied.map((row) => ({ ...row, label: `behind ${row.message}` })),
      lacks.reply,
      async (context, { message }) => {
        await resetBehind(context, oracle, message);
      },
    );

    each('reset-anywhere', isReplied ? [{ label: 'within a reply' }] : [], lacks.reply, async (context) => {
      await resetInReply(context, oracle);
    });

    check('rests', async (context) => {
      mustBe(await restsFact(context, parts), rests);
    });

    check('leaves-nothing-open', async (context) => {
      mustBe(await leftOpenFact(context, parts), nothingLeft);
    });

    check('idle-client', [{ label: 'silent' }, { label: 'half a message' }], async (context, { label }) => {
      applicableIf(label === 'silent' || part !== undefined, lacks.message);
      await staysSilent(context, label === 'silent' ? new Uint8Array() : (part ?? new Uint8Array()));

      await context.nextClient(meanwhile(context.limits));
    });

    check('ends-idle-client', async (context) => {
      applicableIf(part !== undefined, lacks.message);
      mustBe(await idleFact(context), endedInTime);
    });

    each(
      'drip',
      messages.slice(0, 1).map(() => ({ label: '4 octets' })),
      lacks.message,
      async (context) => {
        mustBe(await drip(context, oracle), served);
      },
    );

    const sizes = sizedMessages(description, sample);
    each(
      'length-borders',
      sizes.flatMap((sized) =>
        legalSizes(sized).map((size) => ({ label: `${sized.message} ${sized.field} ${size}`, sized, size })),
      ),
      lacks.fill,
      async (context, { sized, size }) => {
        mustBe(await legalFact(context, oracle, sized, size), accepted);
      },
    );

    each(
      'over-limit',
      sizes.flatMap((sized) =>
        illegalSizes(sized).map((size) => ({ label: `${sized.message} ${sized.field} ${size}`, sized, size })),
      ),
      lacks.limit,
      async (context, { sized, size }) => {
        mustBe(await illegalFact(context, oracle, sized, size), notAccepted);
      },
    );

    each(
      'over-limit',
      sizes
        .filter((sized) => sized.isMeasured && illegalSizes(sized).length > 0)
        .map((sized) => ({ label: `${sized.message} ${sized.field} of messages`, sized })),
      lacks.limit,
      async (context, { sized }) => {
        mustBe(await smuggledFact(context, oracle, sized), notAccepted);
      },
    );

    const lengths = fieldPlaces(sample, isMeasure);
    each(
      'announced-not-sent',
      lengths.flatMap((place) =>
        hugeNumbers(numberForm(placedIn(sample, place)))
          .filter((value) => value > valueIn(sample, place))
          .map((value) => ({ label: `${place.label} ${hexOf(value)}`, place, value })),
      ),
      lacks.length,
      async (context, { place, value }) => {
        mustBe(await announcedFact(context, oracle, place, value), harmless);
      },
    );

    const lies = [
      { by: 1n, says: 'one more' },
      { by: -1n, says: 'one less' },
    ] as const;
    each(
      'lying-length',
      lengths.flatMap((place) =>
        lies
          .filter(({ by }) => valueIn(sample, place) + by >= 0n)
          .map(({ by, says }) => ({ label: `${place.label} ${says}`, place, by })),
      ),
      lacks.length,
      async (context, { place, by }) => {
        mustBe(await lyingFact(context, oracle, place, by), notAccepted);
      },
    );

    each('swapped-numbers', swappedRows(description, sample), lacks.wide, async (context, row) => {
      mustBe(await swappedFact(context, oracle, swappedScript(context, oracle, row), row.places), harmless);
    });

    each('endless-field', fieldPlaces(sample, isTerminated), lacks.terminator, async (context, place) => {
      const growth = context.watchMemory();
      await endlessFact(context, oracle, place);

      mustBe(memoryFact(growth(), context.note), memoryBounded);
    });

    each('wrong-literal', fieldPlaces(sample, isLiteral), lacks.literal, async (context, place) => {
      const script = oracle.script(context);
      const placed = placedIn(script, place);
      for (const [index, octet] of placed.spoken.octets.subarray(placed.span.from, placed.span.to).entries()) {
        const octets = placed.spoken.octets.subarray(placed.span.from, placed.span.to).slice();
        octets[index] = octet ^ 1;
        const invalid = { script, spoken: placed.spoken, octets: replaced(placed, octets) };

        mustBe(await refusalFact(context, oracle, invalid), notAccepted, `octet ${index + 1} of the field changed`);
      }
    });

    each(
      'numbers-in-text',
      fieldPlaces(sample, isDigits).flatMap((place) =>
        lenientTexts(0n).map(({ label }) => ({ label: `${place.label} ${label}`, place, how: label })),
      ),
      lacks.digits,
      async (context, { place, how }) => {
        mustBe(await lenientFact(context, oracle, place, how), notAccepted);
      },
    );

    each('stranger', strangers(description, sample), lacks.message, async (context, { octets }) => {
      const script = oracle.script(context);
      const spoken = spokenIn(script, messages[0]?.message ?? '');

      mustBe(await refusalFact(context, oracle, { script, spoken, octets }), notAccepted);
    });

    each('surplus', isReplied ? [1, 1000] : [], lacks.reply, async (context, octets) => {
      const { acts, spoken } = oracle.script(context);
      const said = spoken.find(({ act }) => act === last - 1);
      const plain = { name: said?.name ?? '', octets: said?.octets ?? new Uint8Array() };
      const more = Buffer.concat([plain.octets, Buffer.from('w'.repeat(octets))]);

      await mustBeAsTwin(context, oracle, acts, [
        {
          how: `${octets} octets behind it`,
          acts: saying(acts, last - 1, [more]),
          told: () => changed(description, plain, more),
        },
      ]);
    });

    check('restarts-on-its-port', async (context) => {
      const begin = async (peer: Context['peer']): Promise<void> => {
        const { acts } = oracle.script(context);
        await talkOver(description, peer)(acts.filter(({ does }) => does === 'say' || does === 'hear'));
      };
      mustBe(await restartFact(context, begin), listensAgain);
    });

    check('reports-port-in-use', async ({ launchOnBusyPort }) => {
      mustBe(busyPortFact(await launchOnBusyPort()), saysPortInUse, 'launched on a port in use');
    });
  });
}
