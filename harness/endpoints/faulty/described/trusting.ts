import type { Description, Field, Shape } from '../../../contracts/wire.ts';
import { read as readMessage } from '../../../protocols/wire/decode.ts';
import { carefulDescribed, type Decode, describedServer } from '../../described-server.ts';
import type { DescribedFault } from './fault.ts';

/** Zeros that stand for what did not come. */
const PADDING = 4096;

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
    mayRedden: { stranger: 'octets of another protocol may fit then' },
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
    name: 'completes-with-zeros',
    summary: 'takes the end of the stream for the end of the message, and what is missing for zeros',
    breaks: ['disconnect-anywhere', 'lying-length'],
    mayRedden: {
      'announced-not-sent': 'what was announced is zeros then',
      'swapped-numbers': 'the same',
      'wrong-literal': 'the same',
      'numbers-in-text': 'the same',
      stranger: 'the same',
      'over-limit': 'the same',
    },
    start: (description) => {
      const decoder = (_: Description, message: string): Decode => {
        const decode = carefulDescribed.decoder(description, message);
        return (octets, ended) => {
          const decoded = decode(octets, ended);
          if (!ended || octets.length === 0 || decoded.kind === 'message') return decoded;
          const padded = decode(Buffer.concat([octets, new Uint8Array(PADDING)]), true);
          return padded.kind === 'message' ? { ...padded, length: octets.length } : decoded;
        };
      };
      return describedServer(description, { ...carefulDescribed, decoder });
    },
  },
];
