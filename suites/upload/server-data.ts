import { changeWords } from '../../harness/engine/data/change.ts';
import {
  drawNames,
  drawTexts,
  namesOfLength,
  namesOfOneCase,
  namesWithinNames,
  type TextRule,
} from '../../harness/engine/data/drawing.ts';
import { type Datum, datumName, type OctetDatum, type Origin } from '../../harness/engine/data/families.ts';
import { endings, everyPair, everyValue, familyParts, runs } from '../../harness/engine/data/octets.ts';
import type { CaseFile } from '../../harness/engine/server/store.ts';
import { quoted } from '../../harness/engine/words.ts';
import { NAME_LIMIT } from '../../harness/protocols/upload.ts';
import {
  type Context,
  fileOfParts,
  sendSegments,
  storedExactly,
  textFile,
  upload,
  wholeUpload,
} from './server-facts.ts';

export { endings };

/** Contents of one case each. */
export const contents = [
  {
    label: 'all octet values',
    draw: (origin: Origin): readonly OctetDatum[] => [
      { family: 'octets', label: 'every value', octets: everyValue(origin) },
    ],
  },
  {
    label: 'every pair of octets',
    draw: (origin: Origin): readonly OctetDatum[] => [
      { family: 'octets', label: 'every pair', octets: everyPair(origin) },
    ],
  },
  { label: 'all families of data', draw: familyParts },
  { label: 'runs of one octet', draw: runs },
];

/** A name of the protocol, but for what no folder can hold. */
const anyName: TextRule = { maxCharacters: NAME_LIMIT, without: /[/\n]/ };

/** What file systems of some kind refuse, or take for something else, stands in rows of its own. */
const everyWhere: TextRule = { maxCharacters: NAME_LIMIT, without: /[<>:"|?*\\/\0\n]|^[ .]|[ .]$/ };

/** Names that every program can store: ASCII, and nothing that a system of another kind lacks. */
export function plainNames(origin: Origin): readonly Datum[] {
  const texts = drawTexts(origin, { ...everyWhere, families: ['spaces', 'syntax of others'] });
  const names = [...drawNames(origin, { ...everyWhere, without: /\n/ }, 'plain'), ...namesWithinNames(origin)];
  return [...texts, ...names].filter(({ value }) => /^[ -~]+$/.test(value));
}

/** Names beyond ASCII; those of one character in several forms are stored as octets. */
export function unicodeNames(origin: Origin): readonly Datum[] {
  const texts = drawTexts(origin, { ...everyWhere, families: ['Unicode'] });
  return [...texts, ...namesOfLength(origin, NAME_LIMIT - 1), ...namesOfLength(origin, NAME_LIMIT)];
}

/** Names that some systems lack, and that a program may refuse: a case each. */
export const foreignNames = [
  { label: 'names of other systems', draw: (origin: Origin) => drawNames(origin, anyName, 'foreign') },
  { label: 'case that differs only', draw: (origin: Origin): readonly Datum[] => namesOfOneCase(origin) },
  {
    label: 'spaces',
    draw: (origin: Origin) =>
      drawTexts(origin, { ...anyName, families: ['spaces'] }).filter(({ value }) => value.trim() !== ''),
  },
  {
    label: 'controls, line ends of others',
    draw: (origin: Origin) => drawTexts(origin, { ...anyName, families: ['controls', 'line ends of others'] }),
  },
];

/** What `asSentFact` says where no name was changed. */
export const asSent = 'each stored under its own name, or refused';

/** A file for each content. */
export function filesOf({ uniqueName }: Context, data: readonly OctetDatum[]): readonly CaseFile[] {
  return data.map((datum) => fileOfParts(uniqueName(), [datum]));
}

/** Uploads files one after another, each on a connection of its own: what came of the first that was not stored. */
export async function eachStored(context: Context, files: readonly CaseFile[]): Promise<string> {
  for (const file of files) {
    await context.ready();
    await upload(context.connect(), file);
    const fact = await context.store.outcome(file);
    if (fact !== storedExactly) return fact;
  }
  return storedExactly;
}

/** Uploads a file under each of these names: what became of the first that was not stored under its own. */
export async function namesFact(context: Context, names: readonly Datum[]): Promise<string> {
  const { store, plain } = context;
  for (const [index, datum] of names.entries()) {
    await context.ready();
    const file = textFile(datum.value, plain);
    await sendSegments(context.connect(), [wholeUpload(file)]);
    let fact = await store.outcome(file);
    if (fact === storedExactly) continue;
    // Contents that share a segment with their header are judged by header-with-contents.
    await context.ready();
    await upload(context.connect(), file);
    fact = await store.outcome(file);
    if (fact === storedExactly) continue;
    const known = names.slice(0, index).map(({ value }) => value);
    const [other] = (await store.newNames()).filter((name) => !known.includes(name));
    return nameWords(datum, other, fact);
  }
  return keptFact(context, names);
}

/** Whether the files of these names, all of which were stored, are still there: one is nothing to the next. */
async function keptFact({ store, plain }: Context, names: readonly Datum[]): Promise<string> {
  for (const datum of names) {
    const fact = await store.outcome(textFile(datum.value, plain));
    if (fact !== storedExactly) return `${datumName(datum)}: stored at first, and after others ${fact}`;
  }
  return storedExactly;
}

/** The same for names that may be refused: another name, or another file's contents under the name, is a fault. */
export async function asSentFact(context: Context, names: readonly Datum[]): Promise<string> {
  const { store, plain } = context;
  const files = names.map(({ value }) => textFile(value, plain));
  await sendAll(
    context,
    names.map(({ value }) => value),
  );
  await context.nextClient();
  await store.settle();
  const stored = await store.newNames();
  const other = stored.find(
    (name) => !names.some(({ value }) => value === name) && names.some(({ word }) => name.includes(word)),
  );
  const changed = names.find(({ value, word }) => !stored.includes(value) && other?.includes(word));
  if (other !== undefined && changed !== undefined) return nameWords(changed, other, '');
  if (other !== undefined) return `a file of another name stored: ${quoted(other)}`;
  for (const [index, datum] of names.entries()) {
    const file = files[index];
    if (file === undefined || !stored.includes(datum.value)) continue;
    const fact = await store.outcome(file);
    if (fact !== storedExactly) return `${datumName(datum)}: ${quoted(datum.value)} ${fact}`;
  }
  return asSent;
}

/** Uploads a file under each of these names, and asks nothing of what came of them. */
export async function sendAll(context: Context, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await context.ready();
    const peer = context.connect();
    await sendSegments(peer, [wholeUpload(textFile(name, context.plain))]);
    await peer.taken();
  }
}

/** A name in words: what it became, or what came of its file. */
function nameWords(datum: Datum, other: string | undefined, fact: string): string {
  if (other === undefined) return `${datumName(datum)}: ${fact}`;
  const change = changeWords(datum.value, other);
  return `${datumName(datum)}: ${change} (${quoted(datum.value)} stored as ${quoted(other)})`;
}
