import type { Description, Span, WireMessage } from '../../harness/contracts/wire.ts';
import { filled } from '../../harness/protocols/wire/fill.ts';
import { type Deed, type Harm, type Reply, replyOf } from './client-exchange.ts';
import { someLetters } from './letters.ts';
import { cutsOf, type NumberForm } from './places.ts';
import { fieldAt } from './script.ts';

/** A field of a reply, and where it is cut: after so many of its own octets. */
export interface ReplyPlace {
  readonly label: string;
  readonly message: string;
  readonly path: string;
  readonly cuts: readonly number[];
  /** Of a length or a count. */
  readonly form?: NumberForm;
}

/** A reply of more octets is cut at the borders of its fields and at some places between: each cut starts the client anew. */
const EACH_OCTET = 64;
const SAMPLED = 16;

/** The messages of the server by their first samples, each once, as a plain client is answered. */
export function sampleReplies(description: Description, filling = someLetters): readonly Reply[] {
  const replies: Reply[] = [];
  let answered: WireMessage | undefined;
  for (const step of description.dialogue.steps) {
    if (step.does === 'closes') continue;
    const sample = description.plain.get(step.message)?.[0];
    if (step.by === 'client') answered = sample === undefined ? undefined : filled(sample, filling);
    else if (sample !== undefined && !replies.some(({ name }) => name === step.message))
      replies.push(replyOf(description, step.message, { filling, answered, index: 0 }));
  }
  return replies;
}

/** The fields of the server's messages. */
export function replyPlaces(description: Description): readonly ReplyPlace[] {
  return sampleReplies(description).flatMap(({ name, octets, spans }) => {
    const cuts = cutsOf(octets, spans, { each: EACH_OCTET, sampled: SAMPLED });
    return leaves(spans).map((span) => {
      const { path, from } = span;
      const own = cuts.filter((cut) => fieldAt(spans, cut - 1) === path).map((cut) => cut - from);
      const form = measureForm(span);
      return { label: `${name} ${path}`, message: name, path, cuts: own, ...(form === undefined ? {} : { form }) };
    });
  });
}

function leaves(spans: readonly Span[]): readonly Span[] {
  return spans.filter(({ field, from, to }) => field?.form.kind !== 'many' && to > from);
}

function measureForm({ field }: Span): NumberForm | undefined {
  const form = field?.measures === undefined ? undefined : field.form;
  return form?.kind === 'number' || form?.kind === 'varint' || form?.kind === 'digits' ? form : undefined;
}

/** A field in a reply; undefined where the reply is another message, or has no such field. */
export function spanIn(
  { name, spans }: Reply,
  { message, path }: Pick<ReplyPlace, 'message' | 'path'>,
): Span | undefined {
  return name === message ? spans.find((span) => span.path === path) : undefined;
}

/** Whether the server says two messages in a row, with nothing of the client between them. */
export function isMerged({ dialogue: { steps } }: Description): boolean {
  return steps.some(({ by, does }, index) => {
    const next = steps[index + 1];
    return by === 'server' && does === 'sends' && next?.by === 'server' && next.does === 'sends';
  });
}

/** Whether the last message of the server goes on to the end of the stream. */
export function isLastOpen(description: Description): boolean {
  const { field } = sampleReplies(description).at(-1)?.spans.at(-1) ?? {};
  return field === undefined || field.form.kind === 'rest';
}

/** A reply that is none, and in what. */
export interface WrongReply {
  readonly label: string;
  readonly harm: Harm;
}

/** Replies that do not repeat what they must, whose fixed octets are others, or whose lengths are said otherwise. */
export function wrongReplies(description: Description): readonly WrongReply[] {
  return sampleReplies(description).flatMap(({ name, spans }) =>
    leaves(spans).flatMap(({ path, field, from, to, terminator }) => {
      const changed = (label: string, change: (octets: Uint8Array) => void): WrongReply[] => [
        { label: `${name} ${path} ${label}`, harm: withField({ message: name, path }, change) },
      ];
      if (field?.isEcho === true && to - from > terminator) return changed('repeats another', flipFirst);
      if (field?.form.kind === 'literal') return changed('is another', flipFirst);
      if (field?.measures !== undefined && field.form.kind === 'digits')
        return [
          {
            label: `${name} ${path} with a letter`,
            harm: withMore({ message: name, path }, 'x', ({ to }) => to - terminator),
          },
          { label: `${name} ${path} with a sign`, harm: withMore({ message: name, path }, '+', (span) => span.from) },
        ];
      const isWide = field?.measures !== undefined && field.form.kind === 'number' && field.form.width > 1;
      return isWide ? changed('swapped', (octets) => void octets.reverse()) : [];
    }),
  );
}

function flipFirst(octets: Uint8Array): void {
  octets[0] = (octets[0] ?? 0) ^ 1;
}

/** A reply of which one field is changed, and then a FIN. */
function withField(place: Pick<ReplyPlace, 'message' | 'path'>, change: (octets: Uint8Array) => void): Harm {
  return (reply) => {
    const span = spanIn(reply, place);
    if (span === undefined) return undefined;
    const octets = Uint8Array.from(reply.octets);
    change(octets.subarray(span.from, span.to));
    return sayAndEnd(octets);
  };
}

/** A reply with one character more in a field, and then a FIN. */
function withMore(place: Pick<ReplyPlace, 'message' | 'path'>, character: string, where: (span: Span) => number): Harm {
  return (reply) => {
    const span = spanIn(reply, place);
    if (span === undefined) return undefined;
    const { octets } = reply;
    const at = where(span);
    return sayAndEnd(Buffer.concat([octets.subarray(0, at), Buffer.from(character), octets.subarray(at)]));
  };
}

/** Says these octets, and ends. */
export function sayAndEnd(octets: Uint8Array): readonly Deed[] {
  return [{ does: 'say', segments: [octets] }, { does: 'end writing' }];
}
