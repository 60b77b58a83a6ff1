import { appendFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { reportedBy } from '../../harness/engine/client/client-screen.ts';
import { type Exchange, unguessable } from '../../harness/engine/client/plain-exchange.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { leftSlowServer } from '../../harness/engine/client/staying.ts';
import type { Origin } from '../../harness/engine/data/families.ts';
import { randomOctets, seedOf } from '../../harness/engine/data/letters.ts';
import { endings, everyPair, everyValue, familyParts, joined, runs } from '../../harness/engine/data/octets.ts';
import { conclusiveIf, Finding, inconclusive, mustBe } from '../../harness/engine/finding.ts';
import { freshOrigin } from '../../harness/engine/fresh-origin.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count, quoted } from '../../harness/engine/words.ts';
import { NAME_LIMIT, SEPARATOR } from '../../harness/protocols/upload.ts';

/** What a client does with a file that it must not send. */
export const refused = 'an error reported, and no header sent';

/** What `headerFact` says of a header that the wire format explains. */
export const wellFormed = 'name 0x0A four octets 0x0A';

/** An upload as it came in, whatever its name: limits and folders are judged by rows of their own. */
export interface ReceivedUpload {
  readonly name: string;
  readonly size: number;
  readonly contents: Uint8Array;
}

/** Printable octets without 0x0A, others each time: a client must have read what it sends. */
export function printable(octets: number): Uint8Array {
  return randomOctets(seedOf(freshOrigin(0), 'file'), octets).map((octet) => 33 + (octet % 94));
}

/** Contents of one case each. */
export const contents = [
  { label: 'all octet values', draw: (origin: Origin) => everyValue(origin) },
  { label: 'every pair of octets', draw: (origin: Origin) => everyPair(origin) },
  { label: 'all families of data', draw: (origin: Origin) => joined(familyParts(origin)) },
  { label: 'runs of one octet', draw: (origin: Origin) => joined(runs(origin)) },
  { label: 'other ends', draw: (origin: Origin) => endings(origin)[2]?.octets ?? new Uint8Array() },
];

/** Whether what came begins with a header. */
export function headerFact(octets: Uint8Array): string {
  return explained(octets) === undefined ? quoted(Buffer.from(octets.subarray(0, 48)).toString('latin1')) : wellFormed;
}

/**
 * Name, size and contents. A header that cannot be read is a finding where that of a plain file can, and is judged by
 * `header-is-well-formed` elsewhere.
 */
export async function received(context: ClientContext, octets: Uint8Array): Promise<ReceivedUpload> {
  const upload = explained(octets);
  if (upload !== undefined) return upload;
  const plain = headerFact(await uploadOf(context, await plainFile(context)));
  conclusiveIf(plain === wellFormed, 'the header is not well formed: judged by header-is-well-formed');
  throw new Finding(wellFormed, headerFact(octets));
}

/** A file whose header no program has a reason to get wrong. */
export function plainFile({ makeFile }: ClientContext): Promise<string> {
  return makeFile('plain.txt', printable(20));
}

/** The size announced; as text where its four octets are digits, as a client sends them that writes a number out. */
export function sizeFact({ size }: ReceivedUpload, expected: number): number | string {
  const digits = Buffer.from(Uint8Array.of(size >>> 24, size >>> 16, size >>> 8, size)).toString('latin1');
  return size !== expected && /^\d{4}$/.test(digits) ? `${quoted(digits)} as text` : size;
}

/** Octets of a name that are looked at, with a path in front: longer ones have no end. */
const NAME_OCTETS = 8192;

/** Where the name ends; -1 where it does not. A client that sends without an end is not to hold up the harness. */
function endOfName(octets: Uint8Array): number {
  return octets.subarray(0, NAME_OCTETS).indexOf(SEPARATOR);
}

function explained(octets: Uint8Array): ReceivedUpload | undefined {
  const nameEnd = endOfName(octets);
  const length = nameEnd + 6;
  if (nameEnd === -1 || octets[length - 1] !== SEPARATOR) return undefined;
  const size = new DataView(octets.buffer, octets.byteOffset + nameEnd + 1, 4).getUint32(0, false);
  const name = Buffer.from(octets.subarray(0, nameEnd)).toString('utf8');
  return { name, size, contents: octets.subarray(length) };
}

/** All that the client sends of a file, to its end. */
export async function uploadOf(context: ClientContext, file: string): Promise<Uint8Array> {
  const peer = await context.connects({ file });
  return ofFile(context, file, await octetsOf(peer));
}

/** All that came on a connection. Where an upload was still going on, nothing can be said of what was to come. */
export async function octetsOf(peer: Peer): Promise<Uint8Array> {
  const octets = await peer.octets();
  const upload = explained(octets);
  const isMissing = upload !== undefined && upload.contents.length < upload.size;
  return peer.isCutShort() && isMissing
    ? inconclusive('the upload was still going on when its limit was over (--timeout raises it)')
    : octets;
}

/**
 * What came, where it is of the file that was asked for. A person may have sent another one: nothing can be said of that.
 * A path before the name, or a shortened name, is the client's own doing.
 */
export function ofFile({ plan }: ClientContext, file: string, octets: Uint8Array): Uint8Array {
  const end = endOfName(octets);
  if (plan.means.kind !== 'listen' || end === -1) return octets;
  const sent = Buffer.from(octets.subarray(0, end)).toString('utf8').split(/[/\\]/).at(-1) ?? '';
  const asked = basename(file);
  if (sent === asked || (sent !== '' && asked.startsWith(sent))) return octets;
  return inconclusive(`the client sent ${quoted(sent)}: the file to be sent was ${quoted(asked)}`);
}

/** How contents compare with the file. */
export function contentsFact(contents: Uint8Array, file: Uint8Array): string {
  if (Buffer.compare(contents, file) === 0) return 'the octets of the file';
  const index = file.findIndex((octet, at) => octet !== contents[at]);
  const place = index === -1 ? file.length : index;
  return `${count(contents.length, 'octet')} of ${count(file.length, 'octet')}, unlike the file from octet ${place + 1} on`;
}

/** What became of a file that must be refused: nothing on the wire, and an error. */
export async function refusalFact(context: ClientContext, file: string): Promise<string> {
  const peer = await context.mayConnect({ file, paused: true });
  const began = peer === undefined ? '' : await firstOctets(peer);
  if (began !== '') return `a header sent: ${quoted(began)}`;
  const fact = await reportedBy(context);
  return fact === reported ? refused : fact;
}

/** What became of a name over the limit: refused, or shortened where the profile declares that. */
export async function longNameFact(context: ClientContext, file: string, name: string): Promise<string> {
  const peer = await context.mayConnect({ file });
  const octets = peer === undefined ? new Uint8Array() : ofFile(context, file, await peer.octets());
  if (octets.length === 0) {
    const fact = await reportedBy(context);
    return fact === reported ? refused : fact;
  }
  const end = endOfName(octets);
  if (end === -1) return `${quoted(Buffer.from(octets.subarray(0, NAME_OCTETS)).toString('utf8'))} without an end sent`;
  const sent = Buffer.from(octets.subarray(0, end)).toString('utf8');
  const isFront = [...sent].length <= NAME_LIMIT && name.startsWith(sent);
  if (isFront && context.capabilities.shortensNames === true) return refused;
  return `the name ${quoted(sent)} of ${[...sent].length} characters sent`;
}

/** What `nameFact` says of a name that is that of the file. */
export const itsOwnName = 'the name of the file, octet by octet';

/** The name that a client sends of a file, or that it refuses to. A path before it is judged by a row of its own. */
export async function nameFact(context: ClientContext, file: string): Promise<string> {
  const peer = await context.mayConnect({ file });
  if (peer === undefined) return 'the file refused';
  const octets = ofFile(context, file, await octetsOf(peer));
  const { name } = await received(context, octets);
  const path = Buffer.from(octets.subarray(0, endOfName(octets)));
  const sent = path.subarray(path.lastIndexOf('/') + 1);
  if (sent.equals(Buffer.from(basename(file)))) return itsOwnName;
  const isSameText = name.normalize().endsWith(basename(file).normalize());
  return `${quoted(name)}${isSameText ? ', another normal form of the name' : ''}`;
}

async function firstOctets(peer: Peer): Promise<string> {
  await peer.answer();
  return peer.soFar().includes('data') ? Buffer.from((await peer.begun()).subarray(0, 48)).toString('latin1') : '';
}

/** The plain exchange: the contents of a small file arrive, whatever stands before them. */
export function plainExchange(context: ClientContext): Promise<Exchange> {
  const contents = `contents ${unguessable()}`;
  return exchangeOf(context, { name: 'plain.txt', contents, needed: contents.slice(0, -1), is: fileArrived });
}

/** An exchange of a file without contents: its header arrives. */
export function emptyExchange(context: ClientContext): Promise<Exchange> {
  return exchangeOf(context, { name: 'empty.txt', contents: '', needed: 'empty.txt\n', is: nameArrived });
}

/** An exchange of a small file, of which so much must arrive, wherever it stands. */
async function exchangeOf(
  context: ClientContext,
  { name, contents, needed, is }: Readonly<Record<'name' | 'contents' | 'needed' | 'is', string>>,
): Promise<Exchange> {
  const file = await context.makeFile(name, Buffer.from(contents));
  const peer = await context.connects({ file });
  await peer.receives(`${name}\n0000\n`.length + contents.length);
  const octets = Buffer.from(await peer.begun());
  mustBe(octets.includes(needed) ? is : quoted(octets.toString('latin1')), is);
  return { peer, sent: '' };
}

/** What must be of an empty file. */
const nameArrived = 'the name of an empty file';

/** What must be of a plain file. */
const fileArrived = 'the contents of a file of 21 octets';

/** What `growingFact` says of a client that keeps its word. */
export const asAnnounced = 'as many octets after the header as its size says';

/** More than the buffers of two sockets hold: the client still reads its file when that grows. */
const GROWING_OCTETS = 16 * 1024 * 1024;

/** Octets of a growing file that are read before it grows: the header is among them. */
const BEGUN_OCTETS = 65_536;

/** Whether more follows the header than its size says, of a file that grows while it is sent. */
export async function growingFact(context: ClientContext): Promise<string> {
  const file = await context.makeFile('growing.bin', printable(20), GROWING_OCTETS);
  const peer = await context.connects({ file, paused: true });
  await peer.readSlowly(BEGUN_OCTETS, 0);
  ofFile(context, file, await peer.begun());
  await appendFile(file, printable(BEGUN_OCTETS));
  const { size, contents } = await received(context, ofFile(context, file, await octetsOf(peer)));
  const grown = GROWING_OCTETS + BEGUN_OCTETS;
  conclusiveIf(size === GROWING_OCTETS || size === grown, 'the size is another: judged by size-is-big-endian');
  // A client that sees the change may give the upload up: a server that is reset takes it for no whole file.
  const isGivenUp = contents.length < size && peer.soFar().includes('reset');
  if (isGivenUp || contents.length === size) return asAnnounced;
  conclusiveIf(contents.length > size, 'not all octets came: judged by slow-receiver');
  return `${count(contents.length, 'octet')} after a header that says ${count(size, 'octet')}`;
}

/** What `slowlyTakenFact` says of a client that stays as long as the server takes octets. */
export const patient = 'there until all was taken';

/**
 * So many parts of so many octets are taken slowly, a tenth of a stall after each other. A sender is told
 * of room when a third of its buffer is free, which may be more than a MiB: less at a time would look like a stall.
 */
const PARTS = 16;
const PART_OCTETS = 512 * 1024;
const SLOWLY_TAKEN_OCTETS = 16 * 1024 * 1024;

/** Takes half of a file steadily, for longer than the client waits for a server that has stalled, and the rest at once: whether it sends all of it. */
export async function slowlyTakenFact(context: ClientContext, stallMs: number): Promise<string> {
  const file = await context.makeFile('large.bin', printable(20), SLOWLY_TAKEN_OCTETS);
  const peer = await context.connects({ file, paused: true });
  const left = await leftSlowServer(peer, {
    ...{ stallMs, steps: PARTS, happens: 'octets were taken' },
    step: (number) => peer.readSlowly(number * PART_OCTETS, 0),
    otherwise: 'slow-receiver and contents-exact',
  });
  if (left !== undefined) return left;
  // What was under way when it left is taken all the same.
  const { contents } = await received(context, ofFile(context, file, await octetsOf(peer)));
  const missing = SLOWLY_TAKEN_OCTETS - contents.length;
  conclusiveIf(missing <= 0 || missing > PART_OCTETS, 'not all octets came: judged by size-matches-contents');
  return missing <= 0
    ? patient
    : `gone with ${count(missing, 'octet')} of ${count(SLOWLY_TAKEN_OCTETS, 'octet')} unsent`;
}
