import type { Description } from '../../contracts/wire.ts';
import { holdsNonce } from './fill.ts';

/** Whether the server of a protocol says nothing: what became of a message is seen by what the server prints alone. */
export function isOneWay({ dialogue }: Pick<Description, 'dialogue'>): boolean {
  return !dialogue.steps.some(({ by, does }) => by === 'server' && does === 'sends');
}

/** Whether a plain message of the client has letters of `{nonce}` in it, by which it is known again where it is printed. */
export function isKnownAgain({ dialogue, plain }: Pick<Description, 'dialogue' | 'plain'>): boolean {
  return dialogue.steps.some(
    (step) => step.by === 'client' && step.does === 'sends' && (plain.get(step.message) ?? []).some(holdsNonce),
  );
}
