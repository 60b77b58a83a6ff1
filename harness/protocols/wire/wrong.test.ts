import { expect, test } from 'vitest';
import { UsageError } from '../../contracts/errors.ts';
import { parseDescription } from './description.ts';

/** A description that is right; each mistake replaces a piece of it. */
const RIGHT = `protocol: kv
over: tcp
messages:
  request: { id: u32, size: "u16 length of body, max 4096 octets", body: text }
  reply:   { id: u32 echo, size: u16 length of body, body: text }
dialogue: [client request, server reply, repeat]
plain:
  request: [{ id: 7, body: "get colour {fill}" }]
  reply:   [{ body: "blue {nonce}" }]
refusal: { reply: { body: /^ERR/ } }
levels: { coalesced: SHOULD, half-close: { level: MAY, why: "it ends with FIN" } }
`;

const REQUEST = 'id: u32, size: "u16 length of body, max 4096 octets", body: text }';

const complaint = (text: string): string => {
  try {
    parseDescription(text, 'kv.yaml', ['upload']);
    return 'none';
  } catch (error) {
    return error instanceof UsageError ? error.message : String(error);
  }
};

test('the description that mistakes are made in is right', () => {
  expect(complaint(RIGHT)).toBe('none');
});

test('a word in braces that is no slip of a placeholder is text', () => {
  expect(complaint(RIGHT.replace('get colour', 'get {file} {colour} {kill}'))).toBe('none');
});

test.each([
  // The document.
  ['', RIGHT, '', '1:1: expected a map with the keys protocol,'],
  ['a list', RIGHT, '- a\n', '1:1: expected a map with the keys'],
  ['no YAML', 'over: tcp', 'over: [tcp', 'expected one document of YAML or JSON, found something else: Flow'],
  ['an unknown key', 'over: tcp', 'ower: tcp', '2:1: expected one of the keys'],
  ['a key twice', 'over: tcp', 'over: tcp\nover: udp', '3:1: expected each key once, found "over" a second time'],
  [
    'a second document',
    'levels:',
    '---\nlevels:',
    '11:1: expected one document of YAML or JSON, found a second document',
  ],
  ['an unknown alias', 'over: tcp', 'over: *a', '2:7: expected '],
  ['a bracket too many', 'over: tcp', 'over: ]', "2:7: expected an opening bracket before ']', found none"],
  // The protocol.
  ['no protocol', 'protocol: kv\n', '', '1:1: expected the key protocol, found a description without it'],
  ['capitals', 'protocol: kv', 'protocol: KV', '1:11: expected a name of lower-case letters'],
  [
    'a built-in name',
    'protocol: kv',
    'protocol: upload',
    '1:11: expected a name that no built-in protocol has, found upload',
  ],
  ['no transport', 'over: tcp\n', '', '1:1: expected the key over'],
  ['another transport', 'over: tcp', 'over: sctp', '2:7: expected tcp or udp, found "sctp"'],
  ['TLS', 'over: tcp', 'over: tls', '2:7: TLS is not described: put a proxy'],
  ['an empty source', 'over: tcp', 'source: ""\nover: tcp', '2:9: expected a text in source'],
  // Messages and fields.
  ['no messages', /messages:\n.*\n.*\n/, 'messages: {}\n', '3:11: expected a map of messages, found an empty one'],
  ['a message without fields', REQUEST, '}', '4:12: expected the fields of request, or a switch, found none'],
  ['a name of a message', '  request: {', '  re quest: {', '4:3: expected the name of a message'],
  ['a name of a field', 'id: u32, size', '1d: u32, size', '4:14: expected the name of a field'],
  ['a field without a form', 'id: u32, size', 'id: , size', '4:18: expected the form of id'],
  ['a form that is a list', 'id: u32, size', 'id: [u32], size', '4:18: expected the form of id'],
  ['an unknown form', 'id: u32, size', 'id: u31, size', '4:18: expected a form: "octets", hex, u8 to u64'],
  ['a byte order of one octet', 'id: u32, size', 'id: u8le, size', '4:18: expected a form'],
  [
    'no end',
    'size: "u16 length of body, max 4096 octets", body',
    'body',
    "4:29: body has no end: say 'length of body'",
  ],
  ['a misspelt word', 'u16 length of body, max', 'u16 lenght of body, max', '4:34: expected length of, count of'],
  ['a length of nothing', 'u16 length of body, max', 'u16 length of +2, max', '4:44: expected a field, or a..b, after'],
  [
    'a length of another message',
    'u16 length of body, max',
    'u16 length of boddy, max',
    "4:34: expected a field of this message after 'length of', found boddy",
  ],
  [
    'a length of what stands before',
    'u16 length of body, max',
    'u16 length of id, max',
    "4:34: id does not stand after size: say '+N'",
  ],
  ['a row that goes back', REQUEST, 'id: u16 length of b..a, a: u8, b: u8 }', '4:22: expected b before a'],
  [
    'a length of a text',
    'body: text }\n  reply',
    'body: text length of id }\n  reply',
    "4:79: expected 'length' of a number only",
  ],
  [
    'two lengths',
    'u16 length of body, max',
    'u16 length of body length of body, max',
    "4:49: expected 'length' of size once",
  ],
  ['a negative length', 'u16 length of body, max', 'u16 length of body-1, max', '4:34: size would be negative'],
  [
    'a count of what is no many',
    'u16 length of body, max',
    'u16 count of body, max',
    "4:34: expected a 'many' after 'count of', found body",
  ],
  [
    'many without a count',
    REQUEST,
    'a: many reply }',
    "4:17: expected one 'count of a' in a field before it, found none",
  ],
  ['many of nothing', REQUEST, 'n: u8 count of a, a: many }', '4:39: expected the name of a message, found nothing'],
  [
    'many of an unknown message',
    REQUEST,
    'n: u8 count of a, a: many b }',
    '4:35: expected a message after many, found "b"',
  ],
  [
    'many of a message that repeats',
    REQUEST,
    'n: u8 count of a, a: many reply }',
    '4:35: expected messages without rest and echo after many, found id',
  ],
  ['a limit without its unit', 'max 4096 octets', 'max 4096', "4:58: expected 'octets', found nothing"],
  [
    'a limit that its number cannot say',
    'u16 length of body, max 4096 octets',
    'u8 length of body, max 300 octets',
    '4:33: expected a limit of size of at most 255 octets, which it can say, found 300',
  ],
  ['a limit of a number', 'id: u32, size', 'id: u32 max 4 octets, size', "4:18: expected 'max N octets' where"],
  [
    'a limit that is too large',
    'max 4096 octets',
    'max 99999999999999999999 octets',
    '4:54: expected a number of octets from 0 to 9007199254740991',
  ],
  ['characters of a number', 'id: u32, size', 'id: u32 1..4 characters, size', "4:22: expected '1..4' of a text only"],
  [
    'characters that go down',
    'body: text }\n  reply',
    'body: text 9..1 characters }\n  reply',
    '4:79: expected a number from 9 to',
  ],
  ['legal values that are none', 'id: u32, size', 'id: u32 enum, size', '4:26: expected numbers after enum'],
  [
    'an echo of nothing',
    'id: u32, size',
    'it: u32, size',
    '5:22: expected a field id in the message that this one answers, found none',
  ],
  ['an echo of another form', 'id: u32, size', 'id: varint, size', '5:22: expected id to have the same form'],
  [
    'a length that varies',
    'u16 length of body, max',
    'u16 length of body any, max',
    "4:30: expected 'length of' without echo and any",
  ],
  [
    'something behind rest',
    'id: u32, size',
    'id: rest, size',
    '4:18: expected nothing behind id, which goes on to the end, found size',
  ],
  [
    'rest with a length',
    'body: text }\n  reply',
    'body: rest }\n  reply',
    "4:74: body has a length: say 'text' or 'bytes', not 'rest'",
  ],
  [
    'two texts of one length',
    REQUEST,
    'size: u8 length of a..b, a: text, b: text }',
    '4:42: size says the length of a and of b together',
  ],
  [
    'no terminator',
    'body: text }\n  reply',
    'body: text until }\n  reply',
    '4:84: expected LF, CRLF, NUL, SP, hex or "octets" after until',
  ],
  ['an unknown terminator', 'body: text }\n  reply', 'body: text until EOF }\n  reply', '4:85: expected LF, CRLF'],
  ['half an octet', 'id: u32, size', 'id: hex 0d0, size', '4:22: expected two hexadecimal digits an octet, found 3'],
  ['no octets', 'id: u32, size', 'id: hex zz, size', '4:22: expected octets in hexadecimal after hex, found "zz"'],
  ['an empty literal', 'id: u32, size', `id: '""', size`, '4:19: expected at least one octet between the quotes'],
  ['a quote that is open', 'id: u32, size', `id: '"ab', size`, `4:19: expected a second '"'`],
  ['an escape that is none', 'id: u32, size', `id: '"\\q"', size`, '4:19: expected an escape of'],
  [
    'a regular expression that is none',
    REQUEST,
    'a: "lines until ^(a" }',
    '4:30: expected a regular expression, found "^(a", which needs',
  ],
  ['looking around', REQUEST, 'a: lines until (?=a) }', 'which needs no looking around'],
  [
    'a size of 0',
    'body: text }\n  reply',
    'body: text 0 }\n  reply',
    '4:79: expected a number of octets from 1 to 1048576',
  ],
  [
    'a size beyond all bounds',
    'body: text }\n  reply',
    'body: text 999999999999 }\n  reply',
    '4:79: expected a number of octets from 1',
  ],
  ['checksums', 'id: u32, size', 'id: crc32, size', '4:18: checksums are not described'],
  ['bit fields', 'id: u32, size', 'id: u4, size', '4:18: bit fields are not described'],
  ['escaping', 'body: text }\n  reply', 'body: text escaped }\n  reply', '4:79: escaping is not described'],
  ['a form that depends', 'id: u32, size', 'id: u32 if size, size', '4:22: a form that depends on the request'],
  ['a switch that is empty', REQUEST, 'switch: {} }', '4:22: expected a map of first octets to fields after switch'],
  ['something beside a switch', REQUEST, 'switch: { a: {} }, b: u8 }', '4:33: expected nothing beside switch'],
  [
    'two cases of one octet',
    REQUEST,
    'switch: { a: {}, hex 61: {} } }',
    '4:31: expected other octets than those of "a"',
  ],
  // Dialogue.
  [
    'a dialogue that is a text',
    '[client request, server reply, repeat]',
    'client request',
    '6:11: expected a list of 1 to 256 steps',
  ],
  ['an unknown step', 'server reply, repeat', 'server says reply, repeat', "6:28: expected 'client MESSAGE'"],
  [
    'an unknown message',
    'server reply, repeat',
    'server answer, repeat',
    '6:28: expected one of the messages request, reply, found "answer"',
  ],
  [
    'repeat before anything',
    '[client request,',
    '[repeat, client request,',
    '6:12: expected a step of the client before repeat',
  ],
  ['something behind repeat', 'repeat]', 'repeat, server reply]', '6:50: expected only closes behind repeat'],
  [
    'a step after the end',
    '[client request,',
    '[client closes, client request,',
    '6:27: expected nothing of the client after it has closed',
  ],
  [
    'an end over udp',
    /over: tcp([\s\S]*)repeat\]/,
    'over: udp$1client closes]',
    '6:42: expected no end of a connection over udp',
  ],
  [
    'a server that begins over udp',
    /over: tcp([\s\S]*)\[client request, server reply, repeat/,
    'over: udp$1[server reply',
    '6:12: expected the client to send first over udp',
  ],
  [
    'rest that is repeated',
    /body: text \}\ndialogue/,
    'body: text, more: rest }\ndialogue',
    '6:42: expected no repeat: more goes on',
  ],
  [
    'a message that is never said',
    'server reply, repeat',
    'repeat',
    '5:3: expected reply in the dialogue, or after many, found it nowhere',
  ],
  // Samples, refusals, levels.
  ['no sample', /plain:\n.*\n/, 'plain:\n', '8:3: expected a sample of request under plain'],
  ['a sample of nothing', '  request: [', '  requesd: [', '8:3: expected one of the messages request, reply'],
  [
    'a sample that is no list',
    '[{ id: 7, body: "get colour {fill}" }]',
    '7',
    '8:12: expected a list of 1 to 64 samples of request',
  ],
  ['an unknown field', '{ id: 7,', '{ it: 7,', '8:15: expected one of the fields id, body, found "it"'],
  ['a missing value', '{ id: 7,', '{', '8:13: expected a value of id, found none'],
  [
    'a misspelt placeholder',
    '{nonce}',
    '{nonc}',
    '9:21: expected {nonce} or {fill}, found {nonc}; did you mean {nonce}?',
  ],
  ['another one', '{fill}', '{filll}', '8:28: expected {nonce} or {fill}, found {filll}; did you mean {fill}?'],
  ['a length that is written', '{ id: 7,', '{ id: 7, size: 3,', '8:22: expected no value of size, which is worked out'],
  ['an echo that is written', '[{ body:', '[{ id: 7, body:', '9:15: expected no value of id, which repeats'],
  ['a text for a number', '{ id: 7,', '{ id: seven,', '8:19: expected a number in id, found "seven"'],
  [
    'a number that does not fit',
    '{ id: 7,',
    '{ id: 4294967296,',
    '8:19: id: expected a number from 0 to 4294967295, found 4294967296',
  ],
  ['a negative number', '{ id: 7,', '{ id: -1,', '8:19: id: expected a number from 0'],
  ['a fraction', '{ id: 7,', '{ id: 7.5,', '8:19: expected a number in id, found "7.5"'],
  ['a sample over its limit', 'max 4096', 'max 9', 'size: expected at most 9 octets, found 15'],
  [
    'a refusal of the client',
    'refusal: { reply',
    'refusal: { request',
    '10:12: expected a message of the server in refusal',
  ],
  ['a refusal by a wrong expression', '/^ERR/', '/(/', '10:27: expected a regular expression'],
  ['an unknown law', 'coalesced:', 'coalessed:', '11:11: expected the name of a law'],
  ['an unknown level', 'SHOULD', 'SHALL', '11:22: expected MUST, SHOULD or MAY, found "SHALL"'],
  ['a level without one', '{ level: MAY, why', '{ why', '11:42: expected a level of half-close, found none'],
])('%s: one line with line and column', (_, from, to, expected) => {
  const text = RIGHT.replace(from, typeof to === 'string' ? to : '');

  expect(text).not.toBe(RIGHT);
  const said = complaint(text);
  expect(said).toContain(expected);
  expect(said).toMatch(/^kv\.yaml:\d+:\d+: [^\n]+$/);
});
