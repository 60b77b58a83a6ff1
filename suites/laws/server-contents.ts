import { memoryBounded, memoryFact } from '../../harness/engine/facts.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { endlessFact } from './endless.ts';
import { mistaken, notAccepted } from './invalid.ts';
import { lenientFact, lenientTexts } from './numbers.ts';
import { fieldPlaces, isDigits, isTerminated, literalOctets, replaced, spokenIn } from './places.ts';
import { refusalFact } from './refusing.ts';
import { lacks, type ServerChapter } from './server-chapter.ts';
import { strangers } from './strangers.ts';
import { mustBeAsTwin } from './twin.ts';
import { withSurplus } from './twin-stimuli.ts';

/** Laws about octets that are no message, or more than one. */
export function contentLaws({ description, oracle, sample, messages, isReplied, each }: ServerChapter): void {
  each('endless-field', fieldPlaces(sample, isTerminated), lacks.terminator, async (context, place) => {
    const growth = context.watchMemory();
    await endlessFact(context, oracle, place);

    mustBe(memoryFact(growth(), context.note), memoryBounded);
  });

  each('wrong-literal', literalOctets(sample), lacks.literal, async (context, { place, index }) => {
    const script = oracle.script(context);
    const invalid = mistaken(script, place, (placed) => {
      const field = placed.spoken.octets.slice(placed.span.from, placed.span.to);
      field[index] = (field[index] ?? 0) ^ 1;
      return replaced(placed, field);
    });

    mustBe(await refusalFact(context, oracle, invalid), notAccepted);
  });

  const lenient = fieldPlaces(sample, isDigits).flatMap((place) =>
    lenientTexts(0n).map(({ label }) => ({ label: `${place.label} ${label}`, place, how: label })),
  );
  each('numbers-in-text', lenient, lacks.digits, async (context, { place, how }) => {
    mustBe(await lenientFact(context, oracle, place, how), notAccepted);
  });

  each('stranger', strangers(description, sample), lacks.message, async (context, { octets }) => {
    const script = oracle.script(context);
    const spoken = spokenIn(script, messages[0]?.message ?? '');

    mustBe(await refusalFact(context, oracle, { script, spoken, octets }), notAccepted);
  });

  each('surplus', isReplied ? [1, 1000] : [], lacks.reply, async (context, octets) => {
    await mustBeAsTwin(context, oracle, withSurplus(description, octets));
  });
}
