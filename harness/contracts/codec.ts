/** What a decoder makes of octets. Wrong octets are a finding, not an exception. */
export type Decoded<Message> =
  /** A whole message, and how many octets it took; what follows belongs to the next reader. */
  | {
      readonly kind: 'message';
      readonly message: Message;
      readonly length: number;
    }
  /** More octets could still make it a message. */
  | { readonly kind: 'incomplete' }
  /** No further octet can make it a message. `offset` is that of the first octet that is wrong. */
  | {
      readonly kind: 'malformed';
      readonly reason: string;
      readonly offset: number;
    };

/**
 * One wire format: pure and synchronous, no socket and no clock.
 *
 * The codec law, held by one test over all codecs: what was encoded decodes to itself, whole and with octets trailing;
 * cut at any octet it is incomplete until it is whole.
 */
export interface Codec<Message> {
  readonly encode: (message: Message) => Uint8Array;
  /** `ended` says that no further octet will come: the end of the stream ends some messages. */
  readonly decode: (octets: Uint8Array, ended: boolean) => Decoded<Message>;
}
