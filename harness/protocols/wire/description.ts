import { isLawName, type LawName } from '../../contracts/law-names.ts';
import type { Description, Dialogue, ExpectedMessage, Peer, WireMessage } from '../../contracts/wire.ts';
import { readDialogue } from './dialogue.ts';
import { isDerived } from './layout.ts';
import { readMessages, type SaidMessage } from './messages.ts';
import { refuseByName } from './refused.ts';
import { checkSample, fieldsOf, type PlacedSample, readExpected, readSample } from './sample-messages.ts';
import { readSource } from './source.ts';
import { type Complain, type Entry, foundText, type MapNode, type Node, shortened } from './tree.ts';

/** The keys of a description; those without a question mark in the manual must be there. */
const KEYS = ['$schema', 'protocol', 'source', 'over', 'messages', 'dialogue', 'plain', 'refusal', 'levels'] as const;

/** The name of a protocol: the first part of its ids. */
const PROTOCOL = /^[a-z][a-z0-9-]{0,31}$/;

/** The most samples of a message. */
const MOST_SAMPLES = 64;

/**
 * Reads a description, YAML or JSON (suites/catalogue/README.md). `taken` are names that no description may have: those of the
 * built-in protocols. Throws a UsageError with one line: `file:line:column: what was expected, what was found`.
 */
export function parseDescription(text: string, file: string, taken: readonly string[] = []): Description {
  const { root, complain } = readSource(text, file);
  if (root.kind !== 'map')
    return complain(root.at, `expected a map with the keys ${KEYS.slice(1).join(', ')}, found ${foundText(root)}`);
  for (const { key, keyAt } of root.entries) {
    if (!KEYS.some((known) => known === key))
      complain(keyAt, `expected one of the keys ${KEYS.slice(1).join(', ')}, found ${shortened(key)}`);
  }
  const protocol = readProtocol(needed(root, 'protocol', complain), taken, complain);
  const source = optional(root, 'source');
  const over = readOver(needed(root, 'over', complain), complain);
  const messages = readMessages(needed(root, 'messages', complain), complain);
  const dialogue = readDialogue(needed(root, 'dialogue', complain), over, messages, complain);
  checkUse(messages, dialogue, complain);
  const bare: Description = {
    protocol,
    ...(source === undefined ? {} : { source: textOf(source, 'source', complain) }),
    over,
    messages: new Map(messages.map(({ name, shape }) => [name, shape])),
    dialogue,
    plain: new Map(),
    refusals: new Map(),
    levels: readLevels(optional(root, 'levels'), complain),
  };
  const refusals = readRefusals(bare, optional(root, 'refusal'), complain);
  return { ...bare, plain: readPlain(bare, messages, root, complain), refusals };
}

function optional({ entries }: MapNode, key: (typeof KEYS)[number]): Node | undefined {
  return entries.find((entry) => entry.key === key)?.value;
}

function needed(root: MapNode, key: (typeof KEYS)[number], complain: Complain): Node {
  return optional(root, key) ?? complain(root.at, `expected the key ${key}, found a description without it`);
}

function textOf(node: Node, what: string, complain: Complain): string {
  if (node.kind === 'scalar' && !node.isNull && node.text.trim() !== '') return node.text;
  return complain(node.at, `expected a text in ${what}, found ${foundText(node)}`);
}

function readProtocol(node: Node, taken: readonly string[], complain: Complain): string {
  const name = textOf(node, 'protocol', complain);
  if (!PROTOCOL.test(name))
    complain(
      node.at,
      `expected a name of lower-case letters, digits and -, a letter first, at most 32 of them, found ${shortened(name)}`,
    );
  if (taken.includes(name)) complain(node.at, `expected a name that no built-in protocol has, found ${name}`);
  return name;
}

function readOver(node: Node, complain: Complain): 'tcp' | 'udp' {
  const over = textOf(node, 'over', complain);
  if (over === 'tcp' || over === 'udp') return over;
  refuseByName({ text: over, at: node.at }, complain);
  return complain(node.at, `expected tcp or udp, found ${shortened(over)}`);
}

function checkUse(messages: readonly SaidMessage[], { steps }: Dialogue, complain: Complain): void {
  const used = new Set<string>(steps.flatMap((step) => (step.does === 'sends' ? [step.message] : [])));
  // A set is walked through as it grows: what is used by messages that are used.
  for (const name of used) {
    const fields = messages.find((one) => one.name === name)?.fields ?? [];
    for (const { field } of fields) if (field.form.kind === 'many') used.add(field.form.message);
  }
  const unused = messages.find(({ name }) => !used.has(name));
  if (unused !== undefined)
    complain(unused.at, `expected ${unused.name} in the dialogue, or after many, found it nowhere`);
}

function readPlain(
  bare: Description,
  messages: readonly SaidMessage[],
  root: MapNode,
  complain: Complain,
): Description['plain'] {
  const node = optional(root, 'plain');
  if (node !== undefined && node.kind !== 'map')
    return complain(node.at, `expected a map of messages to samples, found ${foundText(node)}`);
  const said = new Map<string, readonly PlacedSample[]>();
  for (const entry of node?.entries ?? []) said.set(entry.key, samplesOf(bare, entry, complain));
  const last = new Map<Peer, WireMessage>();
  for (const step of bare.dialogue.steps) {
    if (step.does !== 'sends') continue;
    const samples = said.get(step.message) ?? impliedSamples(bare, step.message, node?.at ?? root.at);
    if (samples === undefined && step.by === 'client') {
      complain(
        node?.at ?? root.at,
        `expected a sample of ${step.message} under plain, which the client sends, found none`,
      );
    }
    if (samples !== undefined) said.set(step.message, samples);
    const answered = last.get(step.by === 'client' ? 'server' : 'client');
    for (const sample of samples ?? []) checkSample(bare, step.message, sample, answered, complain);
    const [first] = samples ?? [];
    if (first !== undefined) last.set(step.by, first.message);
  }
  const used = new Set(bare.dialogue.steps.map((step) => (step.does === 'sends' ? step.message : '')));
  const idle = node?.entries.find(({ key }) => !used.has(key));
  if (idle !== undefined) complain(idle.keyAt, `expected samples of messages of the dialogue, found ${idle.key}`);
  const order = messages.flatMap(({ name }) => (said.has(name) ? [name] : []));
  return new Map(order.map((name) => [name, (said.get(name) ?? []).map(({ message }) => message)]));
}

function samplesOf(bare: Description, { key, keyAt, value }: Entry, complain: Complain): readonly PlacedSample[] {
  const shape = bare.messages.get(key);
  if (shape === undefined)
    return complain(
      keyAt,
      `expected one of the messages ${[...bare.messages.keys()].join(', ')}, found ${shortened(key)}`,
    );
  if (value.kind !== 'list' || value.items.length === 0 || value.items.length > MOST_SAMPLES) {
    const found = value.kind === 'list' ? `${value.items.length} of them` : foundText(value);
    return complain(value.at, `expected a list of 1 to ${MOST_SAMPLES} samples of ${key}, found ${found}`);
  }
  return value.items.map((item) => readSample({ messages: bare.messages, complain }, shape, item));
}

/** A message that has nothing to be chosen needs no sample. */
function impliedSamples({ messages }: Description, name: string, at: number): readonly PlacedSample[] | undefined {
  const shape = messages.get(name);
  const isChosen =
    shape?.kind !== 'fields' ||
    fieldsOf(shape, undefined).some((field) => !isDerived(field) && !field.isEcho && !field.isAny);
  return isChosen ? undefined : [{ message: { values: new Map() }, at, places: new Map() }];
}

function readRefusals(bare: Description, node: Node | undefined, complain: Complain): Description['refusals'] {
  if (node === undefined) return new Map();
  if (node.kind !== 'map')
    return complain(node.at, `expected a map of messages to their fields in refusal, found ${foundText(node)}`);
  return new Map(
    node.entries.map(({ key, keyAt, value }): [string, ExpectedMessage] => {
      const shape = bare.messages.get(key);
      const isOfServer = bare.dialogue.steps.some(
        (step) => step.by === 'server' && step.does === 'sends' && step.message === key,
      );
      if (shape === undefined || !isOfServer)
        return complain(keyAt, `expected a message of the server in refusal, found ${shortened(key)}`);
      return [key, readExpected({ messages: bare.messages, complain }, shape, value)];
    }),
  );
}

function readLevels(node: Node | undefined, complain: Complain): Description['levels'] {
  if (node === undefined) return new Map();
  if (node.kind !== 'map') return complain(node.at, `expected a map of laws to levels, found ${foundText(node)}`);
  return new Map(
    node.entries.map(({ key, keyAt, value }): [LawName, NonNullable<ReturnType<Description['levels']['get']>>] => {
      if (!isLawName(key))
        return complain(keyAt, `expected the name of a law, such as coalesced, found ${shortened(key)}`);
      if (value.kind !== 'map') return [key, { level: levelOf(value, complain) }];
      const other = value.entries.find((entry) => entry.key !== 'level' && entry.key !== 'why');
      if (other !== undefined) complain(other.keyAt, `expected level and why of ${key}, found ${shortened(other.key)}`);
      const level = value.entries.find((entry) => entry.key === 'level')?.value;
      const why = value.entries.find((entry) => entry.key === 'why')?.value;
      if (level === undefined) return complain(value.at, `expected a level of ${key}, found none`);
      return [
        key,
        { level: levelOf(level, complain), ...(why === undefined ? {} : { why: textOf(why, 'why', complain) }) },
      ];
    }),
  );
}

function levelOf(node: Node, complain: Complain): 'MUST' | 'SHOULD' | 'MAY' {
  const text = node.kind === 'scalar' ? node.text : '';
  if (text === 'MUST' || text === 'SHOULD' || text === 'MAY') return text;
  return complain(node.at, `expected MUST, SHOULD or MAY, found ${foundText(node)}`);
}
