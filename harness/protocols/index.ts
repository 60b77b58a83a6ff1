import type { Codec } from '../contracts/codec.ts';
import { fortune } from './fortune.ts';
import { lines } from './lines.ts';
import { record } from './record.ts';
import { uploadHeader } from './upload.ts';

/** A codec together with messages that try its limits; the codec law is tested over them. */
export interface CodecEntry<Message> {
  readonly codec: Codec<Message>;
  readonly samples: readonly Message[];
  /** True where only the end of the stream ends a message. */
  readonly endsWithStream: boolean;
}

/** Keeps the message type of one entry to itself, so that entries of different messages share a table. */
export type CodecCheck = <Result>(check: <Message>(entry: CodecEntry<Message>) => Result) => Result;

const entry =
  <Message>(it: CodecEntry<Message>): CodecCheck =>
  (check) =>
    check(it);

/** Every wire format of the house. */
export const codecs: Readonly<Record<string, CodecCheck>> = {
  fortune: entry({
    codec: fortune,
    samples: ['', 'x', 'Simple is better than complex.', 'größer \u{1F600}', '\uFEFFmark', 'a\nb'],
    endsWithStream: true,
  }),
  upload: entry({
    codec: uploadHeader,
    samples: [
      { name: 'x', size: 0 },
      { name: 'a.txt', size: 10 },
      { name: 'n'.repeat(32), size: 2560 },
      { name: '\u{1F600}'.repeat(32), size: 0x0a0a0a0a },
      { name: 'photo.jpg', size: 0xffffffff },
    ],
    endsWithStream: false,
  }),
  lines: entry({
    codec: lines,
    samples: [...['', 'x', 'ends in CR\r', 'größer \u{1F600}'].map(octetsOf), Uint8Array.of(0x00, 0xff, 0x0d, 0xc3)],
    endsWithStream: false,
  }),
  record: entry({
    codec: record,
    samples: [
      { version: 0, data: octetsOf('') },
      { version: 1, data: octetsOf('hello record') },
      { version: 0x0a0a0a0a, data: octetsOf('\n'.repeat(10)) },
      { version: 0xffffffff, data: Uint8Array.from({ length: 258 }, (_, index) => index & 0xff) },
    ],
    endsWithStream: false,
  }),
};

function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
