import type { Description, Peer, WireMessage } from '../../contracts/wire.ts';
import { type Filling, filled } from './fill.ts';
import { echoing } from './sample-messages.ts';

/** What a well-behaved peer says. */
export interface PlainMessage {
  readonly by: Peer;
  /** Which message of the description it is. */
  readonly name: string;
  readonly message: WireMessage;
}

/**
 * Every sample of every message, in the order of the dialogue, with placeholders filled; a message that is said again is not
 * listed again. What repeats a field repeats that of the first sample of the message that it answers.
 */
export function plainMessages(description: Description, filling: Filling): readonly PlainMessage[] {
  const last = new Map<Peer, WireMessage>();
  const plain: PlainMessage[] = [];
  for (const step of description.dialogue.steps) {
    if (step.does === 'closes') continue;
    const { by, message: name } = step;
    const answered = last.get(by === 'client' ? 'server' : 'client');
    const samples = description.plain.get(name) ?? [];
    const messages = samples.map((sample) => echoing(description, name, filled(sample, filling), answered));
    if (!plain.some((one) => one.name === name)) plain.push(...messages.map((message) => ({ by, name, message })));
    const [first] = messages;
    if (first !== undefined) last.set(by, first);
  }
  return plain;
}
