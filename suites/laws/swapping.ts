import type { Description } from '../../harness/contracts/wire.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { FILL, someLetters } from './letters.ts';
import { swapsTo } from './numbers.ts';
import type { Context, Oracle } from './oracle.ts';
import { type FieldPlace, fieldPlaces, isWide, placedIn } from './places.ts';
import { type Script, scriptOf } from './script.ts';
import { legalSizes, sizedMessages } from './sizes.ts';

/** A message whose lengths are swapped, and the letters of its `{fill}`: their number decides whether it then announces more or less. */
export interface SwappedRow {
  readonly label: string;
  readonly message: string;
  readonly places: readonly FieldPlace[];
  readonly fill: string;
}

/** Each message with a length of several octets: as it is, and of a size that becomes smaller where it can be chosen. */
export function swappedRows(description: Description, sample: Script): readonly SwappedRow[] {
  const wide = fieldPlaces(sample, isWide);
  const messages = [...new Set(wide.map(({ message }) => message))];
  return messages.flatMap((message) => {
    const places = wide.filter((place) => place.message === message);
    const rows = [{ label: message, message, places, fill: FILL }];
    const sized = sizedMessages(description, sample).find((one) => one.message === message);
    const sizes = sized === undefined ? [] : legalSizes(sized).map((size) => ({ size, letters: size - sized.least }));
    const shrinking = sizes.find(({ letters }) => {
      const script = scriptOf(description, { ...someLetters, fill: 'w'.repeat(letters), message });
      const swaps = places.map((place) => swapsTo(placedIn(script, place)));
      return swaps.includes('shrinks') && !swaps.includes('grows');
    });
    if (shrinking !== undefined)
      rows.push({ label: `${message} of ${shrinking.size}`, message, places, fill: 'w'.repeat(shrinking.letters) });
    return rows.filter(({ fill }) => {
      const script = scriptOf(description, { ...someLetters, fill, message });
      return places.some((place) => swapsTo(placedIn(script, place)) !== 'stays');
    });
  });
}

/** The script whose message is swapped, with letters of this case. */
export function swappedScript(context: Context, { description }: Oracle, { fill, message }: SwappedRow): Script {
  return scriptOf(description, { nonce: lettersFor(context, 8), fill, message });
}
