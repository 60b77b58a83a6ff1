import type { Decoded } from '../../../contracts/codec.ts';
import type { Description, Field, Shape, Span, WireMessage } from '../../../contracts/wire.ts';
import { read as readMessage } from '../../../protocols/wire/decode.ts';
import { isNumber, largest, numberOctets } from '../../../protocols/wire/numbers.ts';
import { indexOfOctets, joined, utf8 } from '../../../protocols/wire/octets.ts';
import { plainMessages } from '../../../protocols/wire/plain.ts';
import { carefulDescribed, type Decode, describedServer } from '../../described-server.ts';
import type { DescribedFault, DescribedStart } from './fault.ts';

/** A description whose fields are others. */
function withFields(description: Description, change: (field: Field) => Field): Description {
  const messages = [...description.messages].map(([name, shape]): [string, Shape] => [
    name,
    shape.kind === 'fields'
      ? { ...shape, fields: shape.fields.map(change) }
      : { ...shape, cases: shape.cases.map((one) => ({ ...one, fields: one.fields.map(change) })) },
  ]);
  return { ...description, messages: new Map(messages) };
}

/** The same without limits and legal values. */
function unlimited({ maxOctets: _, characters: __, legal: ___, ...field }: Field): Field {
  return field;
}

/** A decoder by another description than that of the replies. */
function decoderOf(changed: Description): (description: Description, message: string) => Decode {
  return (_, message) => (octets, ended) => readMessage(changed, message, octets, ended).decoded;
}

/** A server whose decoder knows a whole message of that name. */
function withDecoder(
  description: Description,
  change: (decode: Decode, sample: WireMessage | undefined) => Decode,
): DescribedStart {
  const plain = plainMessages(description, { nonce: 'abcdefgh', fill: 'wxyz' });
  const decoder = (_: Description, name: string): Decode =>
    change(carefulDescribed.decoder(description, name), plain.find((one) => one.name === name)?.message);
  return describedServer(description, { ...carefulDescribed, decoder });
}

/** The message that the octets are with another length, where there is one of that many octets. */
function fittingLength(
  description: Description,
  message: string,
  octets: Uint8Array,
  spans: readonly Span[],
): Decoded<WireMessage> | undefined {
  for (const { field, from, to, value } of spans) {
    if (field?.measures === undefined || !isNumber(field) || typeof value !== 'bigint') continue;
    for (
      let length = 0n;
      length <= Math.min(octets.length, MOST_TRIED) && length <= largest(field.form);
      length += 1n
    ) {
      const tried = joined([octets.subarray(0, from), numberOctets(field.form, length), octets.subarray(to)]);
      const { decoded } = readMessage(description, message, tried, true);
      if (decoded.kind === 'message' && decoded.length === tried.length) return { ...decoded, length: octets.length };
    }
  }
  return undefined;
}

/** Lengths that are tried. */
const MOST_TRIED = 512;

/** The message with the number that a lenient reader takes a text for; undefined where that is none either. */
function leniently(
  description: Description,
  message: string,
  octets: Uint8Array,
  { ended, span }: { readonly ended: boolean; readonly span: Span },
): Decoded<WireMessage> | undefined {
  const { form } = span.field ?? {};
  if (form?.kind !== 'digits') return undefined;
  const end = indexOfOctets(octets, form.terminator, span.from, octets.length);
  const number = Number.parseInt(Buffer.from(octets.subarray(span.from, end)).toString('latin1'), 10);
  if (end < 0 || !Number.isSafeInteger(number)) return undefined;
  const tried = joined([octets.subarray(0, span.from), utf8(String(Math.abs(number))), octets.subarray(end)]);
  const { decoded } = readMessage(description, message, tried, ended);
  if (decoded.kind !== 'message') return undefined;
  return { ...decoded, length: decoded.length + octets.length - tried.length };
}

/** Faults of what is believed of a message. */
export const trustingFaults: readonly DescribedFault[] = [
  {
    name: 'knows-no-limit',
    summary: 'accepts what is longer than the limit',
    breaks: ['over-limit'],
    mayRedden: {},
    start: (description) =>
      describedServer(description, { ...carefulDescribed, decoder: decoderOf(withFields(description, unlimited)) }),
  },
  {
    name: 'limits-to-200',
    summary: 'refuses messages of more than 200 octets',
    breaks: ['length-borders'],
    mayRedden: {},
    start: (description) => {
      const decoder = (_: Description, message: string): Decode => {
        const decode = carefulDescribed.decoder(description, message);
        return (octets, ended) => {
          const decoded = decode(octets, ended);
          const isLong = decoded.kind === 'message' && decoded.length > 200;
          return isLong ? { kind: 'malformed', reason: 'over 200 octets', offset: 200 } : decoded;
        };
      };
      return describedServer(description, { ...carefulDescribed, decoder });
    },
  },
  {
    name: 'skips-literals',
    summary: 'does not look at octets that are always the same',
    breaks: ['wrong-literal'],
    mayRedden: {
      stranger: 'octets of another protocol may fit then',
      'lying-length': 'octets behind the data would tell',
    },
    start: (description) => {
      const changed = withFields(description, (field) =>
        field.form.kind === 'literal'
          ? { ...field, form: { kind: 'bytes', end: { by: 'size', octets: field.form.octets.length } } }
          : field,
      );
      return describedServer(description, { ...carefulDescribed, decoder: decoderOf(changed) });
    },
  },
  {
    name: 'answers-at-the-end',
    isOfAnswers: true,
    summary: 'takes the end of the stream for the end of the message',
    breaks: ['disconnect-anywhere', 'announced-not-sent'],
    mayRedden: {
      'lying-length': 'one octet is missing at the end',
      'swapped-numbers': 'octets are missing at the end',
      'numbers-in-text': 'the same',
      'over-limit': 'the same',
      stranger: 'the same',
      'wrong-literal': 'the same',
    },
    start: (description) =>
      withDecoder(description, (decode, sample) => (octets, ended) => {
        const decoded = decode(octets, ended);
        if (decoded.kind === 'message' || octets.length === 0 || sample === undefined) return decoded;
        if (!ended) return { kind: 'incomplete' };
        return { kind: 'message', message: sample, length: octets.length };
      }),
  },
  {
    name: 'believes-what-came',
    summary: 'takes the octets that came before the end for the message, whatever its length says',
    breaks: ['lying-length'],
    mayRedden: {
      'disconnect-anywhere': 'the data are cut',
      'announced-not-sent': 'no data fit, too',
      'swapped-numbers': 'another length fits',
      'numbers-in-text': 'the same',
    },
    start: (description) => {
      const decoder = (_: Description, message: string): Decode => {
        return (octets, ended) => {
          const { decoded, spans } = readMessage(description, message, octets, ended);
          if (decoded.kind === 'message') return decoded;
          if (!ended) return { kind: 'incomplete' };
          return fittingLength(description, message, octets, spans) ?? decoded;
        };
      };
      return describedServer(description, { ...carefulDescribed, decoder });
    },
  },
  {
    name: 'lenient-digits',
    summary: 'reads numbers in text as parseInt does',
    breaks: ['numbers-in-text'],
    mayRedden: {},
    start: (description) => {
      const decoder = (_: Description, message: string): Decode => {
        return (octets, ended) => {
          const { decoded, spans } = readMessage(description, message, octets, ended);
          const span = spans.at(-1);
          if (decoded.kind !== 'malformed' || span?.field?.form.kind !== 'digits') return decoded;
          return leniently(description, message, octets, { ended, span }) ?? decoded;
        };
      };
      return describedServer(description, { ...carefulDescribed, decoder });
    },
  },
  {
    name: 'guesses-order',
    summary: 'reads a length in the other order of octets where it does not fit in the right one',
    breaks: ['swapped-numbers'],
    mayRedden: { 'over-limit': 'a length over the limit may fit in the other order' },
    start: (description) => {
      const decoder = (_: Description, message: string): Decode => {
        return (octets, ended) => {
          const { decoded, spans } = readMessage(description, message, octets, ended);
          if (decoded.kind === 'message') return decoded;
          if (!ended) return { kind: 'incomplete' };
          const swapped = Uint8Array.from(octets);
          for (const { field, from, to } of spans)
            if (field?.measures !== undefined) swapped.subarray(from, to).reverse();
          const other = readMessage(description, message, swapped, ended).decoded;
          return other.kind === 'message' ? other : decoded;
        };
      };
      return describedServer(description, { ...carefulDescribed, decoder });
    },
  },
  {
    name: 'answers-anything',
    isOfAnswers: true,
    summary: 'answers octets that are no message as if they were one',
    breaks: ['stranger'],
    mayRedden: {
      'wrong-literal': 'the same',
      'lying-length': 'a message that does not fit is answered, too',
      'over-limit': 'the same',
      'swapped-numbers': 'the same',
      'numbers-in-text': 'the same',
      'announced-not-sent': 'the same',
      'endless-field': 'the same',
      'disconnect-anywhere': 'octets before the end are no message',
      coalesced: 'what is behind a message may be none',
      surplus: 'the same',
    },
    start: (description) =>
      withDecoder(description, (decode, sample) => (octets, ended) => {
        const decoded = decode(octets, ended);
        if (decoded.kind === 'message' || sample === undefined || octets.length === 0) return decoded;
        const isWrong = decoded.kind === 'malformed' || ended;
        return isWrong ? { kind: 'message', message: sample, length: octets.length } : decoded;
      }),
  },
];
