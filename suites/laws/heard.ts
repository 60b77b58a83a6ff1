import type { Dissection } from '../../harness/contracts/dissection.ts';
import type { Description, Value, WireMessage } from '../../harness/contracts/wire.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count } from '../../harness/engine/words.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { brokenEcho } from '../../harness/protocols/wire/echo.ts';
import { fieldsOf } from '../../harness/protocols/wire/sample-messages.ts';
import type { Act } from './script.ts';
import { type Sight, seen } from './seeing.ts';
import { malformed } from './telling.ts';

/** What a client heard where its script lets the server speak; of a one-way protocol, what was seen of the message that it has said. */
export interface Heard {
  /** The message that is expected; `the end` of the connection. */
  readonly name: string;
  /** The message that came; undefined where none did that is as described. */
  readonly message?: WireMessage;
  /** What is wrong, in words, where something is. */
  readonly problem?: string;
  /** The octets of it, where there are any, with those marked that are wrong. */
  readonly told?: Dissection;
}

/** What was heard, or asked, that is not as described: the first that has octets. */
export function wrongAmong(heard: readonly Heard[]): readonly Dissection[] {
  const [first] = heard.flatMap(({ problem, told }) => (problem === undefined || told === undefined ? [] : [told]));
  return first === undefined ? [] : [first];
}

/** Goes on with a connection: does further acts, and resolves to what was heard in these, in order. */
export type Talk = (acts: readonly Act[]) => Promise<readonly Heard[]>;

/** A client that does what scripts say, each up to the first thing that is not heard as described. */
export function talkOver(description: Description, peer: Peer, sight: Sight): Talk {
  let at = 0;
  let place = 0;
  return async (acts) => {
    const heard: Heard[] = [];
    for (const act of acts) {
      if (act.does === 'say') await peer.send(...act.segments);
      else if (act.does === 'end writing') await peer.endWriting();
      else if (act.does === 'hear') {
        const { one, length } = await hear(description, peer, act, at);
        heard.push(one);
        at += length;
      } else if (act.does === 'see') {
        const { one, place: shownAt } = await look(sight, act, place);
        heard.push(one);
        place = shownAt;
      } else heard.push(await hearEnd(peer, at));
      if (heard.at(-1)?.problem !== undefined) break;
    }
    return heard;
  };
}

async function hear(
  description: Description,
  peer: Peer,
  { message: name, answered }: Extract<Act, { does: 'hear' }>,
  at: number,
): Promise<{ readonly one: Heard; readonly length: number }> {
  const octets = await peer.gathers(
    (all) => read(description, name, all.subarray(at), false).decoded.kind !== 'incomplete',
  );
  const came = octets.subarray(at);
  const events = peer.soFar();
  const { decoded, spans } = read(description, name, came, events.includes('end'));
  if (decoded.kind === 'message') {
    const { message, length } = decoded;
    const echo = answered === undefined ? undefined : echoProblem(description, name, message, answered);
    if (echo === undefined) return { one: { name, message }, length };
    const { from, to } = spans.find(({ path }) => path === echo.field) ?? { from: 0, to: length };
    const told = malformed(description, { name, octets: came.subarray(0, length) }, { from, to, why: echo.problem });
    return { one: { name, message, problem: echo.problem, told }, length };
  }
  const problem =
    decoded.kind === 'malformed' && came.length > 0
      ? `octet ${decoded.offset + 1} of ${count(came.length, 'octet')}: ${decoded.reason}`
      : `${came.length === 0 ? 'no octet' : count(came.length, 'octet')}, then ${endOf(events)}`;
  if (came.length === 0) return { one: { name, problem }, length: 0 };
  const wrong =
    decoded.kind === 'malformed'
      ? { from: decoded.offset, why: decoded.reason }
      : { from: came.length - 1, why: `behind it ${endOf(events)}` };
  return { one: { name, problem, told: malformed(description, { name, octets: came }, wrong) }, length: 0 };
}

/** A field that does not repeat that of the message which is answered, in words; undefined where each does. */
export function echoProblem(
  description: Description,
  name: string,
  message: WireMessage,
  answered: WireMessage,
): { readonly field: string; readonly problem: string } | undefined {
  const broken = brokenEcho(description, name, message, answered);
  if (broken === undefined) return undefined;
  const { field, own, asked } = broken;
  return { field, problem: `${field} is ${textOf(own)}, and was to repeat ${textOf(asked)}` };
}

/** Sees whether a message is shown that the client has said, behind the one before it. */
export async function look(
  sight: Sight,
  { sought, told }: Extract<Act, { does: 'see' }>,
  after: number,
): Promise<{ readonly one: Heard; readonly place: number }> {
  const { problem, place } = await seen(sight, sought, after);
  return {
    one: problem === undefined ? { name: sought.message, message: told } : { name: sought.message, problem },
    place,
  };
}

async function hearEnd(peer: Peer, at: number): Promise<Heard> {
  const octets = await peer.gathers((all) => all.length > at);
  const more = octets.length - at;
  const events = peer.soFar();
  if (more === 0 && events.includes('end')) return { name: 'the end' };
  return { name: 'the end', problem: more > 0 ? `${count(more, 'octet')} more` : endOf(events) };
}

function endOf(events: readonly string[]): string {
  if (events.includes('reset')) return 'a reset';
  return events.includes('end') || events.includes('close') ? 'the end of the connection' : 'silence';
}

/** The values of a message that may be compared, by their paths; which case of a switch it is stands under `switch`. */
export function comparable(
  description: Description,
  name: string,
  message: WireMessage,
  path = '',
): ReadonlyMap<string, string> {
  const shape = description.messages.get(name);
  const values = new Map<string, string>();
  if (message.case !== undefined) values.set(`${path}switch`, JSON.stringify(message.case));
  for (const { name: field, form, isAny } of shape === undefined ? [] : fieldsOf(shape, message.case)) {
    const value = message.values.get(field);
    if (value === undefined || isAny) continue;
    const items = form.kind === 'many' && Array.isArray(value) ? value.filter((item) => typeof item !== 'string') : [];
    if (form.kind !== 'many') values.set(path + field, textOf(value));
    else {
      values.set(path + field, count(items.length, 'message'));
      for (const [index, item] of items.entries()) {
        for (const [inner, text] of comparable(description, form.message, item, `${path}${field}[${index}].`))
          values.set(inner, text);
      }
    }
  }
  return values;
}

function textOf(value: Value): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `hex ${Buffer.from(value).toString('hex')}`;
  return value.map((line) => (typeof line === 'string' ? JSON.stringify(line) : '')).join(' ');
}

/** What is compared and what is not: `message path` of fields that differ though nothing was harmed. */
export type Mask = ReadonlySet<string>;

/** Fields, as `message path`, in which exchanges differ; one that was not heard as described is no measure. */
export function differing(description: Description, exchanges: readonly (readonly Heard[])[]): Mask {
  const whole = exchanges.filter((heard) => heard.every(({ problem }) => problem === undefined));
  const [first = [], ...others] = whole.map((heard) =>
    heard.map(({ name, message }) => ({
      name,
      values: message === undefined ? new Map<string, string>() : comparable(description, name, message),
    })),
  );
  const found = new Set<string>();
  for (const other of others) {
    for (const [index, { name, values }] of first.entries()) {
      const theirs = other[index]?.values ?? new Map<string, string>();
      for (const path of new Set([...values.keys(), ...theirs.keys()])) {
        if (values.get(path) !== theirs.get(path)) found.add(`${name} ${path}`);
      }
    }
  }
  return found;
}
