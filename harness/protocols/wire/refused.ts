import type { Complain } from './tree.ts';
import type { Word } from './words.ts';

/** What the language leaves out on purpose, by the words that people try, with what to say instead. */
const refused: readonly (readonly [words: RegExp, problem: string])[] = [
  [
    /^(checksum|crc|crc-?\d+\w*|adler32|md5|sha-?\d+|hash|hmac)$/i,
    "checksums are not described: say 'bytes N any', which no law compares",
  ],
  [
    /^(bit|bits|flag|flags|u[1-7]|bit-?field|nibble)$/i,
    'bit fields are not described: say the whole octets as u8 or u16, with enum',
  ],
  [
    /^(escaped|escape|unescape|stuffed|base64|quoted|quoted-printable|urlencoded)$/i,
    "escaping is not described: say 'text until …' with samples that need none",
  ],
  [
    /^(if|when|unless|depends|optional|case)$/i,
    'a form that depends on the request, or on a field, is not described: say one message a form, or a switch of first octets',
  ],
  [/^(tls|ssl|dtls|starttls)$/i, 'TLS is not described: put a proxy that ends TLS before the program, and say tcp'],
];

/** Complains about a word that the language refuses by name. Does nothing for any other. */
export function refuseByName({ text, at }: Pick<Word, 'text' | 'at'>, complain: Complain): void {
  for (const [words, problem] of refused) if (words.test(text)) complain(at, problem);
}
