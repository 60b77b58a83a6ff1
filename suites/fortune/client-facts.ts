import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { seenAsWhole } from '../../harness/engine/client/client-screen.ts';
import { shown, shownBy } from '../../harness/engine/client/client-shown.ts';
import { type Exchange, unguessable } from '../../harness/engine/client/plain-exchange.ts';
import { endFact, saysError } from '../../harness/engine/client/reporting.ts';
import { clock } from '../../harness/engine/clock.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { quoted } from '../../harness/engine/words.ts';

/** What `partialFact` says of a client that did not present a part as a whole phrase. */
export const withheldPart = 'the part not presented as a whole phrase';

/** Characters of two, three and four octets, each cut at every inner octet. */
export const characterCuts = ['ö', '語', '\u{1F98A}'].flatMap((character) => {
  const text = `Ein ${character} und noch ein ${character}.`;
  const inner = Buffer.byteLength(character) - 1;
  return Array.from({ length: inner }, (_, index) => ({
    label: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()} after octet ${index + 1}`,
    text,
    cut: 4 + index + 1,
  }));
});

/** A printable phrase of so many octets, no two alike within 10,000 octets of each other, without spaces at its ends. */
export function phraseOf(octets: number): Uint8Array {
  let text = '';
  for (let word = 1; text.length < octets; word += 1) text += `w${word}-`;
  return Buffer.from(`${text.slice(0, octets - 1)}.`);
}

/** Octets as text. */
export function textOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('utf8');
}

/**
 * Whether a part of a phrase was kept apart from a whole one: not shown at all, or with an error said beside it, or as the
 * profile's `incomplete` pattern says.
 */
export async function partialFact(context: ClientContext, part: string): Promise<string> {
  const { sees, plan, limits } = context;
  if (!sees.output)
    return (await seenAsWhole(context, part)) ? `${quoted(part)} shown as if it were whole` : withheldPart;
  const { printed: usual } = await context.twin();
  const hung = sees.exit ? (await context.end()) === undefined : await clock.pause(limits.closeMs, false);
  const { incomplete } = plan;
  const printed = context.printed();
  if (!printed.includes(part)) return hung ? endFact(undefined) : withheldPart;
  if (incomplete !== undefined && new RegExp(incomplete, 'm').test(printed)) return withheldPart;
  if (saysError(printed.replaceAll(part, ''), usual)) return withheldPart;
  return `${quoted(part)} printed as if it were whole`;
}

/** The plain exchange: a phrase, which the client shows; where nobody sees what it shows, that it connects. */
export async function plainExchange(context: ClientContext): Promise<Exchange> {
  const sent = `the phrase ${unguessable()}`;
  const peer = await context.connects();
  await peer.send(Buffer.from(sent));
  await peer.endWriting();
  if (context.sees.output) mustBe(await shownBy(context, [sent]), shown);
  return { peer, sent };
}
