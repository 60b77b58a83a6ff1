import type { Description, Peer, Span, WireMessage } from '../../harness/contracts/wire.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { encode } from '../../harness/protocols/wire/encode.ts';
import { type Filling, filled, holdsNonce } from '../../harness/protocols/wire/fill.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { echoing } from '../../harness/protocols/wire/sample-messages.ts';
import { FILL } from './letters.ts';
import type { Sought } from './seeing.ts';

/** What a client does on one connection, in order: says octets, a segment each; hears a message of the server, or its end; or sees what the server shows. */
export type Act =
  | { readonly does: 'say'; readonly segments: readonly Uint8Array[] }
  /** `answered` is the message of the client that it answers, whose fields it may repeat. */
  | { readonly does: 'hear'; readonly message: string; readonly answered?: WireMessage }
  /** Of a one-way protocol: `told` is the message as it is compared, whatever its letters are. */
  | { readonly does: 'see'; readonly sought: Sought; readonly told: WireMessage }
  | { readonly does: 'end writing' }
  | { readonly does: 'hear the end' };

/** A plain message of the client, and where it stands in its script. */
export interface Spoken {
  readonly name: string;
  readonly message: WireMessage;
  readonly octets: Uint8Array;
  /** What stands for the placeholders of its sample. */
  readonly filling: Filling;
  /** Its fields, in order; a field of messages has those of its messages before it. */
  readonly spans: readonly Span[];
  /** Index of the act that says it. */
  readonly act: number;
  /** Index of the act that hears what answers it, or sees that it is shown; undefined where none does before the client's next message. */
  readonly reply: number | undefined;
}

/** A plain dialogue: what a well-behaved client does, octet by octet. */
export interface Script {
  readonly acts: readonly Act[];
  readonly spoken: readonly Spoken[];
  /** Index of the first act that may be done again on the same connection; undefined where none may. */
  readonly round: number | undefined;
}

/** What stands for the placeholders of a script. */
export interface ScriptFilling extends Filling {
  /** The one message in which `fill` stands; the others have the usual letters, since their limits may be others. Undefined for all. */
  readonly message?: string | undefined;
}

/**
 * The plain dialogue of a description, each message by one of its samples (the first by default). Numbers that measure others
 * are worked out; what a client's message repeats is that of the server's sample.
 */
export function scriptOf(
  description: Description,
  { message: only, ...all }: ScriptFilling,
  sampleOf: (name: string) => number = () => 0,
): Script {
  const { dialogue, plain } = description;
  const acts: Act[] = [];
  const said: Omit<Spoken, 'reply'>[] = [];
  const last = new Map<Peer, WireMessage>();
  const isSeen = isOneWay(description);
  let round: number | undefined;
  for (const step of dialogue.steps) {
    if (step.by === 'client') round ??= acts.length;
    if (step.does === 'closes') {
      acts.push({ does: step.by === 'client' ? 'end writing' : 'hear the end' });
      continue;
    }
    const { by, message: name } = step;
    const filling = only === undefined || only === name ? all : { ...all, fill: FILL };
    const samples = plain.get(name) ?? [];
    const sample = samples[sampleOf(name)] ?? samples[0];
    const answered = last.get(by === 'client' ? 'server' : 'client');
    const message = sample === undefined ? undefined : echoing(description, name, filled(sample, filling), answered);
    if (message !== undefined) last.set(by, message);
    if (by === 'server') acts.push({ does: 'hear', message: name, ...(answered === undefined ? {} : { answered }) });
    else if (message !== undefined) {
      const octets = encode(description, name, message);
      const { spans } = read(description, name, octets, true);
      said.push({ name, message, octets, filling, spans, act: acts.length });
      acts.push({ does: 'say', segments: [octets] });
      if (isSeen && sample !== undefined && holdsNonce(sample))
        acts.push({ does: 'see', sought: { message: name, sample, filling }, told: message });
    }
  }
  if (isSeen) lookLast(acts);
  const spoken = said.map((one) => ({ ...one, reply: replyTo(acts, one.act) }));
  return { acts, spoken, round: dialogue.isRepeated ? round : undefined };
}

/** What the client says last may be shown only when it has ended its side: such an end is said before. */
function lookLast(acts: Act[]): void {
  const [seeing, ending] = acts.slice(-2);
  if (seeing?.does === 'see' && ending?.does === 'end writing') acts.splice(-2, 2, ending, seeing);
}

function replyTo(acts: readonly Act[], act: number): number | undefined {
  for (let index = act + 1; index < acts.length; index += 1) {
    const { does } = acts[index] ?? {};
    if (does === 'hear' || does === 'see') return index;
    if (does === 'say') return undefined;
  }
  return undefined;
}

/** The acts with one message said in other segments. */
export function saying(acts: readonly Act[], act: number, segments: readonly Uint8Array[]): readonly Act[] {
  return acts.with(act, { does: 'say', segments });
}

/** The acts before a message, and then the message in other segments alone: nothing of what would follow. */
export function upTo(acts: readonly Act[], act: number, segments: readonly Uint8Array[]): readonly Act[] {
  return [...acts.slice(0, act), { does: 'say', segments }];
}

/** Whether an act tells something of the server. */
export function isHearing({ does }: Act): boolean {
  return does === 'hear' || does === 'hear the end' || does === 'see';
}

/** Each message of the client once, where it is said first. */
export function firstOfEach({ spoken }: Script): readonly Spoken[] {
  return spoken.filter(({ name }, index) => spoken.findIndex((one) => one.name === name) === index);
}

/** The field that an octet of a message is part of, in words; octets of fields within fields are those of the inner ones. */
export function fieldAt(spans: readonly Span[], offset: number): string {
  const inner = spans.findLast(({ field, from, to }) => field?.form.kind !== 'many' && from <= offset && offset < to);
  return inner?.path ?? 'the end';
}
