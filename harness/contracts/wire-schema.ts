import { type TProperties, Type } from '@sinclair/typebox';
import { lawNames } from './law-names.ts';
import { Level } from './requirement.ts';

const closed = (properties: TProperties, description: string) =>
  Type.Object(properties, { additionalProperties: false, description });

const Field = Type.String({
  minLength: 1,
  description: 'the form of a field, and what else is said of it: "u16 length of body, max 4096 octets"',
  examples: [
    'u8',
    'u16 length of body',
    'u32 echo',
    'digits until CRLF',
    'text',
    'text until LF',
    'bytes 16',
    'rest',
    'many item',
  ],
});

const Fields = Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' }), Field, {
  description: 'fields, in the order in which they are sent',
});

const Message = Type.Union([
  closed(
    { switch: Type.Record(Type.String({ minLength: 1 }), Fields, { minProperties: 1 }) },
    'first octets, and the fields behind them',
  ),
  Fields,
]);

/** A message by its fields; the values of fields depend on their forms, which the parser knows. */
const Values = Type.Record(Type.String(), Type.Unknown(), { description: 'field: value' });

/**
 * The form of a description for editors (`protocol.schema.json`). The parser of harness/protocols/wire accepts less: what the
 * words of fields, steps and samples mean is its business.
 */
export const ProtocolDescription = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    protocol: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,31}$',
      description: 'the first part of every id: kv/server/…',
    }),
    source: Type.Optional(Type.String({ minLength: 1, description: 'where the protocol is written down' })),
    over: Type.Union([Type.Literal('tcp'), Type.Literal('udp')]),
    messages: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' }), Message, { minProperties: 1 }),
    dialogue: Type.Array(Type.String({ pattern: '^\\s*((client|server)\\s+\\S+|repeat)\\s*$' }), {
      minItems: 1,
      maxItems: 256,
      description: "who says what: 'client request', 'server reply', 'repeat', 'client closes'",
    }),
    plain: Type.Optional(
      Type.Record(Type.String(), Type.Array(Values, { minItems: 1, maxItems: 64 }), {
        description: 'what well-behaved peers say: samples of messages; {nonce} and {fill} are filled in',
      }),
    ),
    refusal: Type.Optional(
      Type.Record(Type.String(), Values, {
        description: 'what a refusal looks like: field: value, or /regular expression/',
      }),
    ),
    levels: Type.Optional(
      Type.Partial(
        Type.Object(
          Object.fromEntries(
            lawNames.map((law) => [
              law,
              Type.Union([
                Level,
                closed({ level: Level, why: Type.Optional(Type.String({ minLength: 1 })) }, 'a level and its reason'),
              ]),
            ]),
          ),
          { additionalProperties: false, description: "this protocol's own word on a law" },
        ),
      ),
    ),
  },
  { $id: 'sockspec/protocol.schema.json', additionalProperties: false },
);
