/** An upload that is not stored; the message is a plain clause that says why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** How it is reported: the client ended first, the connection was lost, or the upload itself is wrong. */
  readonly kind: 'early close' | 'receive error' | 'refused upload';

  constructor(kind: Refusal['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}
