import { mustBe } from '../../harness/engine/finding.ts';
import { notAccepted } from './invalid.ts';
import { announcedFact, harmless, hexOf, hugeNumbers, lyingFact, swappedFact, valueIn } from './numbers.ts';
import { fieldPlaces, isMeasure, numberForm, placedIn } from './places.ts';
import { lacks, type ServerChapter } from './server-chapter.ts';
import { accepted, illegalFact, legalFact, smuggledFact } from './size-facts.ts';
import { illegalSizes, legalSizes, sizedMessages } from './sizes.ts';
import { swappedRows, swappedScript } from './swapping.ts';

/** What a length says beside what is sent. */
const lies = [
  { by: 1n, says: 'one more' },
  { by: -1n, says: 'one less' },
] as const;

/** Laws about how long messages are, and how long they say that they are. */
export function lengthLaws({ description, oracle, sample, check, each }: ServerChapter): void {
  const sizes = sizedMessages(description, sample);
  const lengths = fieldPlaces(sample, isMeasure);

  const legal = sizes.flatMap((sized) =>
    legalSizes(sized).map((size) => ({ label: `${sized.message} ${sized.field} ${size}`, sized, size })),
  );
  each('length-borders', legal, lacks.fill, async (context, { sized, size }) => {
    mustBe(await legalFact(context, oracle, sized, size), accepted);
  });

  const illegal = sizes.flatMap((sized) =>
    illegalSizes(sized).map((size) => ({ label: `${sized.message} ${sized.field} ${size}`, sized, size })),
  );
  each('over-limit', illegal, lacks.limit, async (context, { sized, size }) => {
    mustBe(await illegalFact(context, oracle, sized, size), notAccepted);
  });

  const smuggling = sizes
    .filter((sized) => sized.isMeasured && illegalSizes(sized).length > 0)
    .map((sized) => ({ label: `${sized.message} ${sized.field} of messages`, sized }));
  check('over-limit', smuggling, async (context, { sized }) => {
    mustBe(await smuggledFact(context, oracle, sized), notAccepted);
  });

  const announced = lengths.flatMap((place) =>
    hugeNumbers(numberForm(placedIn(sample, place)))
      .filter((value) => value > valueIn(sample, place))
      .map((value) => ({ label: `${place.label} ${hexOf(value)}`, place, value })),
  );
  each('announced-not-sent', announced, lacks.length, async (context, { place, value }) => {
    mustBe(await announcedFact(context, oracle, place, value), harmless);
  });

  const lying = lengths.flatMap((place) =>
    lies
      .filter(({ by }) => valueIn(sample, place) + by >= 0n)
      .map(({ by, says }) => ({ label: `${place.label} ${says}`, place, by })),
  );
  each('lying-length', lying, lacks.length, async (context, { place, by }) => {
    mustBe(await lyingFact(context, oracle, place, by), notAccepted);
  });

  each('swapped-numbers', swappedRows(description, sample), lacks.wide, async (context, row) => {
    mustBe(await swappedFact(context, oracle, swappedScript(context, oracle, row), row.places), harmless);
  });
}
