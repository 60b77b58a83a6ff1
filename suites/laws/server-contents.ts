import { memoryBounded, memoryFact } from '../../harness/engine/facts.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { endlessFact } from './endless.ts';
import { lenientFact, lenientTexts } from './numbers.ts';
import { fieldPlaces, isDigits, isTerminated, literalOctets, placedIn, replaced, spokenIn } from './places.ts';
import { notAccepted, refusalFact } from './refusing.ts';
import { saying } from './script.ts';
import { lacks, type ServerChapter } from './server-chapter.ts';
import { strangers } from './strangers.ts';
import { changed } from './telling.ts';
import { mustBeAsTwin } from './twin.ts';

/** Laws about octets that are no message, or more than one. */
export function contentLaws({ description, oracle, sample, messages, last, isReplied, each }: ServerChapter): void {
  each('endless-field', fieldPlaces(sample, isTerminated), lacks.terminator, async (context, place) => {
    const growth = context.watchMemory();
    await endlessFact(context, oracle, place);

    mustBe(memoryFact(growth(), context.note), memoryBounded);
  });

  each('wrong-literal', literalOctets(sample), lacks.literal, async (context, { place, index }) => {
    const script = oracle.script(context);
    const placed = placedIn(script, place);
    const { spoken, span } = placed;
    const field = spoken.octets.slice(span.from, span.to);
    field[index] = (field[index] ?? 0) ^ 1;

    mustBe(await refusalFact(context, oracle, { script, spoken, octets: replaced(placed, field) }), notAccepted);
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
}
