import { randomBytes } from 'node:crypto';
import type { Check } from '../../harness/engine/cases.ts';
import type { OctetDatum, Origin } from '../../harness/engine/data/families.ts';
import { randomOctets, seedOf } from '../../harness/engine/data/letters.ts';
import { joined, partAt } from '../../harness/engine/data/octets.ts';
import { applicableIf, conclusiveIf, inconclusive } from '../../harness/engine/finding.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { factWithin } from '../../harness/engine/output/showing.ts';
import { cutLists, randomCutsFact } from '../../harness/engine/random.ts';
import type { CaseContext } from '../../harness/engine/server/context.ts';
import { asOthersLeave } from '../../harness/engine/server/leaving-others.ts';
import { served, takenUnseen } from '../../harness/engine/server/next-client.ts';
import type { CaseFile } from '../../harness/engine/server/store.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { cutAt } from '../../harness/engine/tester/segments.ts';
import { bigEndian32, headerOctets, NAME_LIMIT } from '../../harness/protocols/upload.ts';
import type { uploadServer } from './requirements.ts';

/** Adds cases to this suite: what each chapter is given. */
export type UploadCheck = Check<Context, keyof typeof uploadServer.rows & string>;

/** A case of this suite; the well-behaved client's file has `plain` octets. */
export type Context = CaseContext<number>;

/** Sizes of the well-behaved client's file: tiny; then one that reads alike in both byte orders (0x00010100). */
export const plainSizes = [5, 65_792] as const;

/** Octets of the header of a file with a name of 8 characters: name, 0x0A, four octets of size, 0x0A. */
export const HEADER_OCTETS = 14;

/** What a store says of a file that arrived as it was sent. */
export const storedExactly = 'stored exactly';

/** Printable octets until their order repeats; 65,521 is prime, so that no power of two hides a shift. */
const BLOCK_OCTETS = 65_521;

/** Contents follow from no name and no size: a program must have read what it stores. */
const salt = randomBytes(4).readInt32LE();

/** A file of printable octets, none of them 0x0A: only the rows about octets send others. */
export function textFile(name: string, octets: number): CaseFile {
  return repeatedFile(name, octets, printableBlock(name, octets));
}

/** A file that differs from `textFile` in every octet. */
export function otherFile(name: string, octets: number): CaseFile {
  return repeatedFile(name, octets, printableBlock(name, octets).map(otherOctet));
}

/** A file of these octets. */
export function fileOf(name: string, contents: Uint8Array): CaseFile {
  return { name, octets: contents.length, pieces: () => [contents] };
}

/** A file of parts, so that what is stored otherwise is told by its part. */
export function fileOfParts(name: string, parts: readonly OctetDatum[]): CaseFile {
  return { ...fileOf(name, joined(parts)), partAt: (offset) => partAt(parts, offset) };
}

/** The file as one array; not for large ones. */
export function contentsOf(file: CaseFile): Uint8Array {
  return Buffer.concat([...file.pieces()]);
}

/** The header that announces a file. */
export function headerOf(file: CaseFile): Uint8Array {
  return headerFor(file.name, bigEndian32(file.octets));
}

/** A header whose name or size need not be right. */
export function headerFor(name: string, size: Uint8Array, separator?: number): Uint8Array {
  return headerOctets(new TextEncoder().encode(name), size, separator);
}

/** The size as a client of the wrong byte order sends it. */
export function littleEndian32(size: number): Uint8Array {
  return bigEndian32(size).reverse();
}

/** What the data of a case is drawn for: its names are those of this case. */
export function originOf({ seed, uniqueName }: Context): Origin {
  return { seed, nonce: uniqueName('') };
}

/** Header and contents as one array. */
export function wholeUpload(file: CaseFile): Uint8Array {
  return Buffer.concat([headerOf(file), contentsOf(file)]);
}

/**
 * The plain way to upload: the header is read before the contents are sent, then FIN. Resolves to whether all contents were
 * handed to the kernel: they are not where the IUT ends the connection meanwhile.
 */
export async function upload(peer: Peer, file: CaseFile): Promise<boolean> {
  await peer.send(headerOf(file));
  await peer.taken();
  const handed = await peer.stream(file.pieces());
  await peer.endWriting();
  await peer.arrived();
  return handed === file.octets;
}

/** Sends these segments, each read before the next, then FIN. */
export async function sendSegments(peer: Peer, segments: readonly Uint8Array[]): Promise<void> {
  await peer.send(...segments);
  await peer.endWriting();
}

/**
 * The well-behaved client: its small file is stored. Where no store is observed, its name is printed, which no other client
 * has, or it is taken to its end without a reset.
 */
export async function uploadClient(context: Context, limitMs: number): Promise<string> {
  const { connect, store, plain, uniqueName } = context;
  const file = textFile(uniqueName(), plain);
  store.ignore(file.name);
  const peer = connect();
  await upload(peer, file);
  if (!store.observed) {
    const fact = takenFact(await peer.history());
    if (fact !== takenUnseen || !context.observed) return fact;
    const judge = (printed: string) => (printed.includes(file.name) ? served : takenUnseen);
    return factWithin(context, judge, (seen) => seen === served, QUIET_MS);
  }
  const fact = await store.outcome(file, limitMs);
  return fact === storedExactly ? served : fact;
}

/** Whether an upload was read to its end, for all that a connection shows. */
function takenFact(history: readonly string[]): string {
  const events = history.filter((event) => event !== 'data').join(', ');
  return events === 'open, end, close' ? takenUnseen : `the connection went: ${events}`;
}

/** After a fault: the connection is over, a next client's file is stored, and the settle time has passed. */
export async function afterwards({ peer, nextClient, store }: Context): Promise<void> {
  if (!peer.soFar().includes('close')) await peer.history();
  await nextClient();
  await store.settle();
}

/** What is new in the folder after the fault, as a fact. */
export async function addedAfterwards(context: Context): Promise<readonly string[]> {
  await afterwards(context);
  return context.store.additions();
}

/** Tries seeded random segmentations, shrunk to the smallest list of cuts that is not stored exactly. */
export async function randomSegmentation(context: Context, runs: number): Promise<string> {
  const octets = someSize(context.plain);
  const cuts = cutLists(HEADER_OCTETS + octets);
  return randomCutsFact({ cuts, seed: context.seed, runs, expected: storedExactly }, async (places) => {
    await context.ready();
    const file = textFile(context.uniqueName(), octets);
    await sendSegments(context.connect(), cutAt(wholeUpload(file), places));
    return context.store.outcome(file);
  });
}

/** A size of several thousand octets that this IUT understands: the well-behaved client's, if that is large enough. */
function someSize(plain: number): number {
  return Math.max(plain, 3000);
}

/** Two uploads whose segments alternate; a declared single-client server gets the second whole while the first goes on. */
export async function twoAtOnce(context: Context): Promise<string> {
  const { connect, store, uniqueName } = context;
  const size = someSize(context.plain);
  const files = [textFile(uniqueName(), size), otherFile(uniqueName(), size)] as const;
  const [first, second] = [connect(), connect()];
  await first.send(headerOf(files[0]), contentsOf(files[0]).subarray(0, 1000));
  await second.send(headerOf(files[1]), contentsOf(files[1]).subarray(0, 1000));
  await first.send(contentsOf(files[0]).subarray(1000));
  await second.send(contentsOf(files[1]).subarray(1000));
  await first.endWriting();
  await second.endWriting();
  const facts = [await store.outcome(files[0]), await store.outcome(files[1])];
  return facts.find((fact) => fact !== storedExactly) ?? storedExactly;
}

/** Whether a second client can connect while a first is within its header; it may wait in the queue. */
export async function secondTaken({ connect, uniqueName, store }: Context): Promise<string> {
  const file = textFile(uniqueName(), 1);
  store.ignore(file.name);
  const first = connect();
  await first.send(headerOf(file).subarray(0, 1));
  await first.taken();
  await connect().opened();
  return served;
}

/** A third upload while two others are on their way, the last of which ends first: what came of them. */
export async function threeAtOnce({ connect, store, uniqueName, plain }: Context): Promise<string> {
  const uploads = [0, 1, 2].map(() => ({ file: textFile(uniqueName(), someSize(plain)), peer: connect() }));
  for (const { file, peer } of uploads) {
    await peer.send(headerOf(file), contentsOf(file).subarray(0, -1000));
    await peer.taken();
  }
  for (const { file, peer } of [...uploads].reverse()) {
    await peer.send(contentsOf(file).subarray(-1000));
    await peer.endWriting();
  }
  const facts = await Promise.all(uploads.map(({ file }) => store.outcome(file)));
  return facts.find((fact) => fact !== storedExactly) ?? storedExactly;
}

/** Clients are each within the contents of an upload when others leave: what came of the files of all. */
export async function storedAsOthersLeave(context: Context): Promise<string> {
  const { store, uniqueName, plain } = context;
  const said = await asOthersLeave(context, () => {
    const file = textFile(uniqueName(), someSize(plain));
    return { file, octets: wholeUpload(file), cut: headerOf(file).length + 1000 };
  });
  const facts = await Promise.all(said.map(({ file }) => store.outcome(file)));
  return facts.find((fact) => fact !== storedExactly) ?? storedExactly;
}

/** Ends the case as not applicable where the profile declares a single-client server; to be asked once it was tried. */
export function needsConcurrency({ capabilities }: Context): void {
  const reason = 'the profile declares one client at a time; the second client was served after the first';
  applicableIf(capabilities.concurrentClients !== false, reason);
}

/** The name without end: so many octets, none of them 0x0A. */
export const ENDLESS_OCTETS = 16 * 1024 * 1024;

/** The octets of such a name, in pieces. */
export function endlessName(): Iterable<Uint8Array> {
  return pieces(printableBlock('', BLOCK_OCTETS), ENDLESS_OCTETS);
}

/** New files but those that a profile's `shortensNames` accounts for: the front of one that was over the limit. */
export function undeclared(
  added: readonly string[],
  names: readonly string[],
  { shortensNames }: Context['capabilities'],
): readonly string[] {
  const isFront = (shown: string): boolean => {
    const stored = /^"(.*)" \(/.exec(shown)?.[1] ?? '';
    return [...stored].length <= NAME_LIMIT && names.some((name) => name.startsWith(stored));
  };
  return shortensNames === true ? added.filter((shown) => !isFront(shown)) : added;
}

/** An address, a time, a version, a name, or a number that is no part of one. */
const WORD = /[\w.:-]+/g;
const NUMBER = /^(\d+)[.:-]*$/;

/** Smaller ones count clients, files and seconds. */
const COMMON_NUMBERS = 256;

/** How the size was understood: by what is stored, or, where no store is observed, by what the IUT prints. */
export async function sizeFact(context: Context, file: CaseFile): Promise<string> {
  if (context.store.observed) return context.store.outcome(file);
  await context.nextClient();
  const numbers = numbersIn(context.printed());
  const swapped = new DataView(littleEndian32(file.octets).buffer).getUint32(0, false);
  const isCommon = Math.min(file.octets, swapped) < COMMON_NUMBERS;
  conclusiveIf(!isCommon, 'so small a number may be printed by chance: needs --store DIR or --fetch COMMAND');
  if (numbers.has(String(file.octets))) return storedExactly;
  if (numbers.has(String(swapped))) return `printed ${swapped} where ${file.octets} was announced`;
  return inconclusive('the size is neither stored nor printed: needs --store DIR or --fetch COMMAND');
}

/** Every whole number in a text, as it stands there. */
function numbersIn(text: string): ReadonlySet<string> {
  const numbers = new Set<string>();
  for (const [word] of text.matchAll(WORD)) {
    const number = NUMBER.exec(word)?.[1];
    if (number !== undefined) numbers.add(number);
  }
  return numbers;
}

/** The octets that a text file of a name repeats. */
function printableBlock(name: string, octets: number): Uint8Array {
  const random = randomOctets(seedOf({ seed: salt, nonce: name }, 'contents'), Math.min(octets, BLOCK_OCTETS));
  return random.map((octet) => 33 + (octet % 94));
}

function repeatedFile(name: string, octets: number, block: Uint8Array): CaseFile {
  return { name, octets, pieces: () => pieces(block, octets) };
}

/** Another printable octet. */
function otherOctet(octet: number): number {
  return octet === 33 ? 126 : octet - 1;
}

function* pieces(block: Uint8Array, octets: number): Iterable<Uint8Array> {
  for (let left = octets; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
}
