import { lookup } from 'node:dns/promises';
import type { ClientContext, ClientFate, ClientStart } from '../../harness/engine/client/client-context.ts';
import type { Exchange } from '../../harness/engine/client/plain-exchange.ts';
import { reported, saysError } from '../../harness/engine/client/reporting.ts';
import { applicableIf, conclusiveIf, inconclusive } from '../../harness/engine/finding.ts';
import { quoted } from '../../harness/engine/words.ts';
import { fillQueue } from '../../harness/targets/full-queue.ts';
import { holdRefusingPort } from '../../harness/targets/ports.ts';

/** Characters of a report that are compared and quoted: more than a usage text has. */
const ESSENCE_CHARACTERS = 4000;

/** Ways in which a connection does not come about. */
export const failures = ['refused', 'timeout', 'address'] as const;
export type Failure = (typeof failures)[number];

/** What a client has beyond the time that it declares, in milliseconds: starting and ending take some. */
const GRACE_MS = 2000;

/** No label may be longer than 63 octets (RFC 1035 §2.3.4): a name with this one fails before any query leaves. */
const LONG_LABEL = 'a'.repeat(64);

/** Why a row of a timeout is open: only the author of a client knows when it gives up. */
const undeclared =
  'nobody has said after what time the client gives up connecting: needs --connect-timeout, or limits.connectTimeoutMs in a profile';

/** A SHOULD that needs what the profile may declare concerns only a client of which it does; a MUST stays open without. */
export function applicableTo({ limits }: ClientContext, failure: Failure): void {
  applicableIf(failure !== 'timeout' || (limits.connectTimeoutMs ?? 0) > 0, undeclared);
}

/** Lets the client meet one failure, and tells how it fared. */
export function meet(context: ClientContext, failure: Failure): Promise<ClientFate> {
  return { refused: meetRefusal, timeout: meetTimeout, address: meetAddressError }[failure](context);
}

/** Whether the three failures are told apart: by what three clients print, or by a person who saw the three reports. */
export async function apartFact(context: ClientContext): Promise<string> {
  applicableTo(context, 'timeout');
  const fates = context.sees.exit ? await meetAtOnce(context) : await meetInTurn(context);
  if (context.sees.output) return distinctFact(fates, context.sees);
  const confirmed = await context.operator?.confirms('Were these three reports different from one another?');
  return confirmed === true ? allDifferent : 'the same for some of the three, says the operator';
}

async function meetAtOnce(context: ClientContext): Promise<ReadonlyMap<Failure, ClientFate>> {
  const meetings = failures.map(async (failure) => [failure, await meet(context, failure)] as const);
  // All are waited for, though one has failed: the case must not be tidied up under the others.
  await Promise.allSettled(meetings);
  return new Map(await Promise.all(meetings));
}

/** A person starts one client after the other; of what they print together, each has what the earlier ones had not. */
async function meetInTurn(context: ClientContext): Promise<ReadonlyMap<Failure, ClientFate>> {
  const fates = new Map<Failure, ClientFate>();
  let earlier = 0;
  for (const failure of failures) {
    const fate = await meet(context, failure);
    fates.set(failure, { ...fate, printed: fate.printed.slice(earlier) });
    earlier = fate.printed.length;
  }
  return fates;
}

async function meetRefusal(context: ClientContext): Promise<ClientFate> {
  const held = await holdRefusingPort(context.host);
  const where = { host: context.host, port: held.port };
  return start(context, where, context.limits.connectMs + GRACE_MS).finally(held.release);
}

async function meetTimeout(context: ClientContext): Promise<ClientFate> {
  const { connectTimeoutMs = 0 } = context.limits;
  conclusiveIf(connectTimeoutMs > 0, undeclared);
  const queue = await fillQueue(context.host);
  const where = { host: queue.host, port: queue.port, fromSyn: true };
  return start(context, where, connectTimeoutMs + GRACE_MS).finally(queue.release);
}

/** Names under `.invalid` never resolve (RFC 6761). For the built-in clients the name is one that no query leaves for. */
async function meetAddressError(context: ClientContext): Promise<ClientFate> {
  const isReference = context.plan.means.kind === 'reference';
  const host = isReference ? `${LONG_LABEL}.invalid` : 'sockspec-nowhere.invalid';
  // At the port of the harness: a client that connects elsewhere than to that name comes about.
  return start(context, { host }, context.limits.resolveMs);
}

/** Clients that send a file are given one. */
async function start(context: ClientContext, where: ClientStart, ms: number): Promise<ClientFate> {
  const file = await context.makeFile('plain.txt', Buffer.from('hello'));
  return context.runs({ ...where, file }, ms);
}

/** Whether the client told its user. */
export function fateFact({ fact }: ClientFate): string {
  return fact;
}

/** Whether a client that ended with status 0 said nothing of its failure. */
export async function successFact({ sees, twin }: ClientContext, { end, printed, fact }: ClientFate): Promise<string> {
  if (!sees.exit && fact !== reported)
    return inconclusive('whether the client claims success cannot be seen: needs --exec');
  const isSilentSuccess = end?.status === 0 && !saysError(printed, (await twin()).printed);
  return isSilentSuccess ? `exit status 0, having printed ${quoted(printed.trim()) || 'nothing'}` : noFalseSuccess;
}

/** What `successFact` says of a client that did not call a failure a success. */
export const noFalseSuccess = 'no success claimed';

/** What `distinctFact` says of reports that tell their failures apart. */
export const allDifferent = 'a report of its own for each';

/** Whether the reports differ in more than names and numbers: in all that was printed, and in the exit status. */
function distinctFact(fates: ReadonlyMap<Failure, ClientFate>, sees: ClientContext['sees']): string {
  const reports = [...fates].map(([failure, fate]) => [failure, essence(fate, sees)] as const);
  for (const [failure, report] of reports) {
    const twin = reports.find(([other, same]) => other !== failure && same === report);
    if (twin !== undefined) return `the same for ${failure} and ${twin[0]}: ${report}`;
  }
  // A hang is no report, and differs from none.
  const missing = [...fates].find(([, fate]) => sees.exit && fate.fact !== reported);
  if (missing !== undefined) return inconclusive(`no report where the client met ${missing[0]}: ${missing[1].fact}`);
  return allDifferent;
}

/** What a client said and how it ended, without addresses, names and numbers of its text. */
function essence({ end, printed }: ClientFate, { exit }: ClientContext['sees']): string {
  // Word by word: a pattern for a name within words would take longer by the square of what stands without a space.
  const text = printed.trim().replaceAll(/\S+/g, (word) => (word.includes('.invalid') ? '' : withoutNumbers(word)));
  const said = text === '' ? 'nothing' : quoted(text.toLowerCase(), ESSENCE_CHARACTERS);
  if (!exit) return said;
  return `${said}, ${end === undefined ? 'hung' : `exit status ${end.status ?? end.signal}`}`;
}

/** An address goes with the dots between its numbers. */
function withoutNumbers(word: string): string {
  return word.replaceAll(/\d+(\.\d+){3}|\d+/g, '');
}

/** What `statusFact` says of a client by which scripts can go. */
export const failingStatus = 'an exit status other than 0';

/** The exit status of a client that reports its failure; one that does not is judged by the row about reports. */
export function statusFact({ sees }: ClientContext, failure: Failure, { end, fact }: ClientFate): string {
  conclusiveIf(sees.exit, 'how the client ended cannot be seen: needs --exec');
  conclusiveIf(fact === reported, `no report where the client met ${failure}: ${fact}`);
  return end?.status === 0 ? 'an error said, and exit status 0' : failingStatus;
}

/** A name of this machine with two addresses, the first of which refuses at the harness's port. */
export async function nameWithTwoAddresses({ sees }: ClientContext): Promise<string> {
  if (!sees.exit) return inconclusive('no name has two addresses of the harness for a client elsewhere: needs --exec');
  const [first, ...others] = await lookup('localhost', { all: true, order: 'verbatim' });
  const isTwofold = first?.address === '::1' && others.some(({ address }) => address === '127.0.0.1');
  return isTwofold
    ? 'localhost'
    : inconclusive('localhost does not resolve to ::1 first and 127.0.0.1 then on this machine');
}

/**
 * The plain exchange: the client connects where somebody listens. Its protocol is not known here: it may say what it
 * likes, and is told of the end where it says nothing.
 */
export async function plainExchange(context: ClientContext): Promise<Exchange> {
  const peer = await context.connects({ file: await context.makeFile('plain.txt', Buffer.from('hello')) });
  context.type('hello\n');
  context.closeInput();
  const finish = async (): Promise<void> => {
    if ((await peer.staysOpen()) !== 'open') return;
    if (peer.soFar().includes('data')) await peer.octets();
    else await peer.endWriting();
  };
  return { peer, sent: '', finish };
}
