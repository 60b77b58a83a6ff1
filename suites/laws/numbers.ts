import { memoryBounded, memoryFact } from '../../harness/engine/facts.ts';
import { binaryValue, largest, numberOctets } from '../../harness/protocols/wire/numbers.ts';
import { type Invalid, mistaken, notAccepted, tell } from './invalid.ts';
import type { Context, Oracle } from './oracle.ts';
import {
  endingIn,
  type FieldPlace,
  type NumberForm,
  numberForm,
  type Placed,
  placedIn,
  placedWhere,
  replaced,
} from './places.ts';
import { partFact, refusalFact, wholenessFact } from './refusing.ts';
import type { Script } from './script.ts';

/** Numbers that are announced: the largest of a signed number, one more, and the largest there is; of 32 bits where a form has no width. */
export function hugeNumbers(form: NumberForm): readonly bigint[] {
  const most = form.kind === 'number' ? largest(form) : 0xffff_ffffn;
  return [most >> 1n, (most >> 1n) + 1n, most];
}

/** A number as it is named in a label. */
export function hexOf(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** What is said of a length that is announced, and costs nothing. */
export const harmless = `${notAccepted}, ${memoryBounded}`;

/** A message up to a length that announces too much, and nothing behind it, then a FIN: whether it was answered, and the memory. */
export async function announcedFact(
  context: Context,
  oracle: Oracle,
  place: FieldPlace,
  value: bigint,
): Promise<string> {
  const script = oracle.script(context);
  const growth = context.watchMemory();
  const invalid = mistaken(script, place, (placed) => endingIn(placed, numberOctets(numberForm(placed), value)));
  const fact = await partFact(context, oracle, invalid);
  return withMemory(context, oracle, invalid, `${fact}, ${memoryFact(growth(), context.note)}`);
}

/** The value of a length in a script. */
export function valueIn(script: Script, place: FieldPlace): bigint {
  return numberIn(placedIn(script, place));
}

function numberIn({ span: { value } }: Placed): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

/** A message whose length says one more than is sent, then a FIN; or one less, where the reply tells what was taken. */
export async function lyingFact(context: Context, oracle: Oracle, place: FieldPlace, by: 1n | -1n): Promise<string> {
  const script = oracle.script(context);
  const invalid = mistaken(script, place, (placed) => {
    const value = numberIn(placed) + by;
    return value < 0n ? undefined : replaced(placed, numberOctets(numberForm(placed), value));
  });
  return by > 0n ? refusalFact(context, oracle, invalid) : wholenessFact(context, oracle, invalid);
}

/** Whether the lengths of a message can be swapped so that what is announced grows, or shrinks. */
export function swapsTo(placed: Placed): 'grows' | 'shrinks' | 'stays' {
  const { value } = placed.span;
  const form = numberForm(placed);
  const swapped = binaryValue(swappedOctets(placed), form.kind === 'number' && form.isLittleEndian);
  if (typeof value !== 'bigint' || swapped === value) return 'stays';
  return swapped > value ? 'grows' : 'shrinks';
}

function swappedOctets({ spoken, span }: Placed): Uint8Array {
  return spoken.octets.slice(span.from, span.to).reverse();
}

/** A message with all of these lengths in the other order of octets. What is announced decides what can be seen of it. */
export async function swappedFact(
  context: Context,
  oracle: Oracle,
  script: Script,
  places: readonly FieldPlace[],
): Promise<string> {
  const placed = places.map((place) => placedIn(script, place));
  const grows = doesGrow(placed);
  const growth = context.watchMemory();
  const of = (other: Script): Invalid | undefined => {
    const same = places.flatMap((place) => placedWhere(other, place) ?? []);
    return doesGrow(same) === grows ? swapped(other, same) : undefined;
  };
  const invalid = { ...swapped(script, placed), smaller: { of } };
  const fact = await (grows ? refusalFact(context, oracle, invalid) : wholenessFact(context, oracle, invalid));
  return withMemory(context, oracle, invalid, `${fact}, ${memoryFact(growth(), context.note)}`);
}

function doesGrow(placed: readonly Placed[]): boolean {
  return placed.some((one) => swapsTo(one) === 'grows');
}

function swapped(script: Script, placed: readonly Placed[]): Invalid {
  const [first] = placed;
  if (first === undefined) throw new Error('expected a length to be swapped, found none');
  const octets = Uint8Array.from(first.spoken.octets);
  for (const one of placed) octets.set(swappedOctets(one), one.span.from);
  return { script, spoken: first.spoken, octets };
}

/** The fact; where the message did harm, it is shown, whether or not it was taken. */
function withMemory(context: Context, oracle: Oracle, invalid: Invalid, fact: string): string {
  if (fact !== harmless) tell(context, oracle, invalid);
  return fact;
}

/** A text in place of a number; a harmless one may be taken for it. */
export interface LenientText {
  readonly label: string;
  readonly text: string;
  readonly isHarmless?: boolean;
}

/** Texts that a lenient reader takes for this number, or that no number has room for. */
export function lenientTexts(value: bigint): readonly LenientText[] {
  return [
    { label: 'a plus sign', text: `+${value}` },
    { label: 'a minus sign', text: `-${value}` },
    { label: 'hexadecimal', text: hexOf(value) },
    { label: 'a letter behind it', text: `${value}x` },
    // Programs of several makers part a line at blanks, however many there are: the number is the same.
    { label: 'a blank before it', text: ` ${value}`, isHarmless: true },
    { label: 'a blank behind it', text: `${value} `, isHarmless: true },
    { label: '2^32 more', text: String(value + (1n << 32n)) },
    { label: '2^64 more', text: String(value + (1n << 64n)) },
    { label: '40 digits', text: '9'.repeat(40) },
    { label: 'nothing', text: '' },
  ];
}

/** A message whose length in digits is such a text. */
export async function lenientFact(context: Context, oracle: Oracle, place: FieldPlace, label: string): Promise<string> {
  const script = oracle.script(context);
  const textOf = (value: bigint): LenientText | undefined => lenientTexts(value).find((one) => one.label === label);
  const invalid = mistaken(script, place, (placed) => {
    const { span, spoken } = placed;
    const terminator = spoken.octets.subarray(span.to - span.terminator, span.to);
    return replaced(placed, Buffer.concat([Buffer.from(textOf(numberIn(placed))?.text ?? ''), terminator]));
  });
  const fact = await refusalFact(context, oracle, invalid);
  if (fact === notAccepted || textOf(0n)?.isHarmless !== true) return fact;
  context.note(`it is taken for the number: ${fact}`);
  return notAccepted;
}
