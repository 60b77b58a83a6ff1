import type { Description, WireMessage } from '../../harness/contracts/wire.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { filled } from '../../harness/protocols/wire/fill.ts';
import { type Harm, type Reply, replyOf } from './client-exchange.ts';
import type { ComparesPrinted, HarmedReply } from './client-oracle.ts';
import { sampleReplies } from './client-places.ts';
import { legalLargest } from './datagram-stimuli.ts';
import { type FreeValue, freeValues, withSample, withValue } from './least.ts';
import { FILL } from './letters.ts';
import { legalSizes, type Sized, type Spanned, sizedAmong } from './sizes.ts';

/** What long replies are long by: the first letter of the plain ones. */
const LETTER = FILL.charAt(0);

/** A legal reply in place of the plain one, as a row of cases. */
export interface OtherReply extends HarmedReply {
  readonly label: string;
}

/** Each sample of a message of the server behind its first. What the client prints of it is not compared: it tells something else. */
export function furtherReplies(description: Description): readonly OtherReply[] {
  return sampleReplies(description).flatMap(({ name }) =>
    (description.plain.get(name) ?? []).slice(1).map((sample, index) => {
      const label = `${name} ${index + 2}`;
      return {
        label,
        how: `sample ${index + 2} of ${name}`,
        harm: sayingSample(description, name, sample),
        isSmallest: true,
        printed: nothingPrinted,
      };
    }),
  );
}

/**
 * Replies without an octet of a text whose length a field says, where it may be empty and no sample is. They are judged of clients
 * that take one letter in its place: others know what may be there, and may refuse an empty text, too.
 */
export function emptyReplies(description: Description): readonly OtherReply[] {
  return freeValues(description, 'server')
    .filter((free) => mayBeEmpty(description, free))
    .map((free) => {
      const { message, field } = free;
      const saying = (text: string): Harm => {
        const [sample = { values: new Map() }] = withValue(description, free, text).plain.get(message) ?? [];
        return sayingSample(description, message, sample);
      };
      return {
        label: `${message} without ${field.name}`,
        how: `${message} without an octet of ${field.name}`,
        harm: saying(''),
        isSmallest: true,
        printed: nothingPrinted,
        provided: { how: `${message} with one letter as ${field.name}`, harm: saying(LETTER) },
      };
    });
}

function mayBeEmpty({ plain }: Description, { message, field: { name, form, characters }, value }: FreeValue): boolean {
  const isCounted = form.kind === 'text' && form.end.by === 'field';
  const isShown = (plain.get(message) ?? []).some(({ values }) => values.get(name) === '');
  return isCounted && !isShown && typeof value === 'string' && (characters?.least ?? 0) === 0;
}

/** What is printed is not compared. */
const nothingPrinted: ComparesPrinted = () => ['', ''];

/** Replies of each legal length, as far as `{fill}` lets it be chosen. Who prints the letters of the plain reply prints all of them. */
export function sizedReplies(description: Description): readonly OtherReply[] {
  return repliesOf(description, (_, sized) => legalSizes(sized));
}

/** The same over datagrams: replies of the limit, and those that fill the largest datagrams, where they are legal. */
export function largestReplies(description: Description): readonly OtherReply[] {
  return repliesOf(description, legalLargest);
}

function repliesOf(
  description: Description,
  sizesOf: (reply: Reply, sized: Sized) => readonly number[],
): readonly OtherReply[] {
  return sampleReplies(description).flatMap((reply) =>
    sizedAmong(description, spanned(description, reply)).flatMap((sized) =>
      sizesOf(reply, sized).map((size) => ({
        label: `${sized.message} ${sized.field} ${size}`,
        ...ofSize(description, sized, size),
        leastSize: sized.least,
        at: (_, other = size) => ofSize(description, sized, other),
      })),
    ),
  );
}

function ofSize(description: Description, { message, field, least }: Sized, size: number): HarmedReply {
  const fill = LETTER.repeat(size - least);
  const [sample = { values: new Map() }] = description.plain.get(message) ?? [];
  return {
    how: `${size} octets of ${field}`,
    harm: sayingSample(description, message, filled(sample, { nonce: '{nonce}', fill })),
    size,
    printed: showingLetters(fill.length),
  };
}

/**
 * Whether all letters of `{fill}` are printed by a client that prints those of the plain reply, whatever it prints beside and
 * between them: lines, columns, or octets as numbers.
 */
function showingLetters(letters: number): ComparesPrinted {
  return (otherwise, plainly) => {
    if (!plainly.includes(FILL)) return ['', ''];
    const usual = ofLetter(plainly) - 1;
    const shown = Math.min(letters, ofLetter(otherwise) - usual);
    return [`${LETTER} ${Math.max(0, shown)} times`, `${LETTER} ${letters} times`];
  };
}

function ofLetter(text: string): number {
  return text.split(LETTER).length - 1;
}

/** Another sample of a message, which repeats what is to be repeated. */
function sayingSample(description: Description, name: string, sample: WireMessage): Harm {
  const other = withSample(description, name, sample);
  return (reply) =>
    reply.name === name ? [{ does: 'say', segments: [replyOf(other, name, reply).octets] }] : undefined;
}

function spanned(description: Description, { name, octets, spans }: Reply): readonly Spanned[] {
  const { decoded } = read(description, name, octets, true);
  return decoded.kind === 'message' ? [{ name, message: decoded.message, spans }] : [];
}
