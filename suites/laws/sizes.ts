import type { Description, Field, Span } from '../../harness/contracts/wire.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { encode } from '../../harness/protocols/wire/encode.ts';
import { filled } from '../../harness/protocols/wire/fill.ts';
import { measuredBy } from '../../harness/protocols/wire/layout.ts';
import { isNumber, largest } from '../../harness/protocols/wire/numbers.ts';
import { indexOfOctets, utf8 } from '../../harness/protocols/wire/octets.ts';
import { fieldsOf } from '../../harness/protocols/wire/sample-messages.ts';
import { talkOver, wrongAmong } from './heard.ts';
import { FILL } from './letters.ts';
import type { Context, Oracle } from './oracle.ts';
import { fillField, spokenIn } from './places.ts';
import { acceptedBy, isAccepting, notAccepted, refusalFact, repliedTwin, replyHeard, tell } from './refusing.ts';
import { firstOfEach, isHearing, type Script, type Spoken, scriptOf, upTo } from './script.ts';
import { changed } from './telling.ts';
import { twinOf } from './twin.ts';

/** A message whose size the harness chooses, by its `{fill}`. */
export interface Sized {
  readonly message: string;
  /** What has that size: the field that says it, or the field itself. */
  readonly field: string;
  /** Octets that are there without a letter of `{fill}`. */
  readonly least: number;
  /** The limit that the description declares; undefined for none. */
  readonly limit: number | undefined;
  /** The most that can be said at all. */
  readonly most: number;
  /** Whether a number says it, so that the octets may be any. */
  readonly isMeasured: boolean;
  /** The most that is promised where no limit is declared. */
  readonly promised: number;
}

/** The messages of the client whose size can be chosen. */
export function sizedMessages(description: Description, script: Script): readonly Sized[] {
  return firstOfEach(script).flatMap(({ name, message, spans }) => {
    const sample = description.plain.get(name)?.[0];
    const shape = description.messages.get(name);
    const fields = shape === undefined ? [] : fieldsOf(shape, message.case);
    const field = fields.find((one) => one.name === fillField(sample));
    const span = spans.find(({ path }) => path === field?.name);
    if (field === undefined || span === undefined || timesFilled(sample?.values.get(field.name)) !== 1) return [];
    const own = span.to - span.from - span.terminator;
    const measures = fields.flatMap((by) => measureOf(by, measuredBy(by, fields), field, { spans, own }));
    const [by] = measures.toSorted((one, other) => one.besides - other.besides);
    const besides = by?.besides ?? 0;
    const limits = [
      field.maxOctets,
      field.characters?.most,
      ...measures.map((one) => (one.limit === undefined ? undefined : one.limit - one.besides)),
    ].filter((one) => one !== undefined);
    const most = Math.min(Number.MAX_SAFE_INTEGER - besides, ...measures.map((one) => one.most - one.besides));
    return {
      message: name,
      field: by?.name ?? field.name,
      least: own - FILL.length + besides,
      limit: limits.length === 0 ? undefined : Math.min(...limits) + besides,
      most: most + besides,
      isMeasured: by !== undefined,
      promised: by === undefined ? UNMEASURED : UNDECLARED,
    };
  });
}

/** A length that counts a field: the octets that it counts besides, and the most that it may and can say. */
interface Counted {
  readonly name: string;
  readonly besides: number;
  readonly limit: number | undefined;
  readonly most: number;
}

function measureOf(
  by: Field,
  row: readonly Field[],
  field: Field,
  { spans, own }: { readonly spans: readonly Span[]; readonly own: number },
): readonly Counted[] {
  const said = spans.find(({ path }) => path === by.name)?.value;
  if (!row.includes(field) || by.measures?.kind !== 'length' || typeof said !== 'bigint' || !isNumber(by)) return [];
  const { plus } = by.measures;
  const most = Number(largest(by.form)) - plus;
  return [{ name: by.name, besides: Number(said) - plus - own, limit: by.maxOctets, most }];
}

function timesFilled(value: unknown): number {
  return typeof value === 'string' ? value.split('{fill}').length - 1 : 0;
}

/** Borders of numbers that programs keep lengths in. */
const BORDERS = [0, 1, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536];

/** Where no limit is declared, lengths up to this one are taken for promised; of fields that only a terminator ends, fewer. */
const UNDECLARED = 65_536;
const UNMEASURED = 256;

/** Sizes that are legal: the least there is, the borders of numbers, and the limit. */
export function legalSizes({ least, limit, most, promised }: Sized): readonly number[] {
  const highest = Math.min(limit ?? promised, most);
  const sizes = limit === undefined ? BORDERS : [...BORDERS, limit];
  return [...new Set([least, ...sizes])].filter((size) => size >= least && size <= highest).toSorted((a, b) => a - b);
}

/** A length that no buffer of a program is meant for. */
const HUGE = 16 * 1024 * 1024;

/** Sizes over the declared limit that the length can say; none without a limit. */
export function illegalSizes({ limit, most }: Sized): readonly number[] {
  return limit === undefined ? [] : [limit + 1, 2 * limit, HUGE].filter((size) => size > limit && size <= most);
}

/** Whether a message of a legal size is accepted. */
export async function legalFact(context: Context, oracle: Oracle, sized: Sized, size: number): Promise<string> {
  const twin = await twinOf(context, oracle, oracle.script(context).acts);
  const script = scriptOf(oracle.description, { nonce: lettersFor(context, 8), fill: 'w'.repeat(size - sized.least) });
  const spoken = spokenIn(script, sized.message);
  const { reply } = spoken;
  const heard = await oracle.held(context, script.acts);
  const index = script.acts.slice(0, reply).filter(isHearing).length;
  if (await isAccepting(context, oracle, heard[index], twin[index])) return accepted;
  context.tellsOf(changed(oracle.description, spoken, spoken.octets), ...wrongAmong(heard.slice(index, index + 1)));
  return `${oracle.told(heard.slice(index, index + 1), new Set()).join() || 'no reply'} to ${size} octets of ${sized.field}`;
}

/** What is said of a message that was accepted. */
export const accepted = 'accepted';

/** Whether a message over the limit is refused. */
export async function illegalFact(context: Context, oracle: Oracle, sized: Sized, size: number): Promise<string> {
  const script = oracle.script(context);
  const spoken = spokenIn(script, sized.message);
  const { octets } = longMessage(oracle, sized, size, spoken);
  return refusalFact(context, oracle, { script, spoken, octets });
}

/** Replies that are looked at behind a refusal. */
const REPLIES = 4;

/** Whether a message over the limit is refused as a whole: its data are plain messages, none of which was said. */
export async function smuggledFact(context: Context, oracle: Oracle, sized: Sized): Promise<string> {
  const script = oracle.script(context);
  const spoken = spokenIn(script, sized.message);
  const twin = await repliedTwin(context, oracle, { script, spoken });
  const { octets, from, to } = longMessage(oracle, sized, (sized.limit ?? 0) + 1, spoken);
  octets.set(repeated(spoken, to - from), from);
  const peer = context.connect();
  const talk = talkOver(oracle.description, peer, context);
  await talk(upTo(script.acts, spoken.act, [octets]));
  for (let reply = 1; reply <= REPLIES; reply += 1) {
    const heard = await replyHeard(context, oracle, { talk, script, spoken });
    if (heard?.message === undefined) break;
    if (await isAccepting(context, oracle, heard, twin)) {
      tell(context, oracle, { spoken, octets });
      return acceptedBy(oracle, heard);
    }
  }
  await peer.leave();
  return notAccepted;
}

/** A message in place of another, of a size, whatever its limits, and where the text in it begins and ends whose length was chosen. */
function longMessage(
  { description }: Oracle,
  { message: name, least }: Sized,
  size: number,
  { filling }: Spoken,
): { readonly octets: Uint8Array; readonly from: number; readonly to: number } {
  const sample = description.plain.get(name)?.[0];
  const field = fillField(sample);
  if (sample === undefined || field === undefined)
    throw new Error(`expected {fill} in a sample of ${name}, found none`);
  const message = filled(sample, { ...filling, fill: 'w'.repeat(size - least) });
  const octets = Uint8Array.from(encode(description, name, message, { areLimitsKept: false }));
  const text = utf8(String(message.values.get(field)));
  const from = indexOfOctets(octets, text, 0, octets.length);
  return { octets, from, to: from + text.length };
}

/** A plain message again and again, as many octets as are asked for. */
function repeated({ octets }: Spoken, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => octets[index % octets.length] ?? 0);
}
