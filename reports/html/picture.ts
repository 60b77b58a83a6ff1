import type { Evidence } from '../../harness/contracts/run.ts';
import { visibleOctets } from '../../harness/text/octets.ts';
import { visible } from '../../harness/text/visible.ts';
import { plural } from '../closing.ts';
import { cut } from '../layout.ts';
import { isFailedConnect } from '../wire-events.ts';
import { type Markup, markup, type Part } from './markup.ts';

/** Events that are drawn, counted from the last: with some 200 octets each a picture stays below 5 KiB. */
export const DRAWN_EVENTS = 20;

/** In units of the picture, of which a phone shows one as a pixel: 340 fit beside the margins of a screen of 360. */
const WIDTH = 340;
const ROW = 30;
const HEAD = 26;

/** Where the two stand. What goes between them has the room between, the times have that on the left. */
const HARNESS = 76;
const IUT = 330;
const MIDDLE = (HARNESS + IUT) / 2;

/** Letters of 11 units, some 6 wide, between the two. */
const LETTERS = 40;

/**
 * The exchange as a picture: who sent what when, from top to bottom, the harness on the left and the program on the right. An
 * arrow is what crossed the wire; a broken one opened a connection, one with a bar is a FIN, a cross is an RST. Between two
 * segments of one message there is a cut. The table below it says the same in words.
 */
export function picture(evidence: readonly Evidence[]): Part {
  const drawn = evidence.slice(-DRAWN_EVENTS);
  if (!drawn.some(isOnWire)) return '';
  const several = new Set(drawn.flatMap(({ connection }) => connection ?? [])).size > 1;
  const height = HEAD + drawn.length * ROW + 8;
  const left = evidence.length - drawn.length;
  const label = `The exchange as a picture${left === 0 ? '' : `, without its first ${plural(left, 'event')}`}: the table says the same in words.`;
  return markup`<svg class="picture" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${height}">
<path class="life" d="M${HARNESS} ${HEAD - 8}V${height}M${IUT} ${HEAD - 8}V${height}"/>
<text x="${HARNESS}" y="12" text-anchor="middle">harness</text><text x="${IUT + 8}" y="12" text-anchor="end">iut</text>
${drawn.map((event, index) => row(event, drawn[index - 1], HEAD + (index + 1) * ROW - 8, several))}</svg>
`;
}

function row(event: Evidence, before: Evidence | undefined, y: number, several: boolean): Markup {
  return markup`${isCut(event, before) ? cutMark(y) : ''}<text class="when" x="${HARNESS - 12}" y="${y + 4}" text-anchor="end">${time(event.t)}</text>\
${isOnWire(event) ? arrow(event, y, several) : remark(event, y)}
`;
}

function isOnWire({ what }: Evidence): boolean {
  return what === 'connect' || what === 'send' || what === 'receive' || what === 'fin' || what === 'rst';
}

/** Two segments that the harness sent one after another: each reached the program as a read of its own. */
function isCut({ who, what, connection }: Evidence, before: Evidence | undefined): boolean {
  if (before === undefined || who !== 'harness' || before.who !== 'harness') return false;
  return what === 'send' && before.what === 'send' && connection === before.connection;
}

function cutMark(y: number): Markup {
  return markup`<path class="cut" d="M${HARNESS} ${y - 20}h18"/><text class="cut" x="${HARNESS + 22}" y="${y - 17}">cut</text>`;
}

function arrow(event: Evidence, y: number, several: boolean): Markup {
  const { who, what, connection } = event;
  // A connection that was not established is told of the program, and was asked for by the harness.
  const isOfHarness = who === 'harness' || isFailedConnect(event);
  const [from, to, back] = isOfHarness ? [HARNESS, IUT, -1] : [IUT, HARNESS, 1];
  const number = several && connection !== undefined ? `#${connection} ` : '';
  return markup`<path class="${what}" d="M${from} ${y}H${to}${heads[what]?.(to, y, back) ?? ''}"/>\
<text x="${MIDDLE}" y="${y - 4}" text-anchor="middle">${cut(`${number}${said(event)}`, LETTERS)}</text>`;
}

type Head = (x: number, y: number, back: number) => string;

const tip: Head = (x, y, back) => `M${x + 6 * back} ${y - 4}L${x} ${y}L${x + 6 * back} ${y + 4}`;

/** How an arrow ends, by what it is. */
const heads: Readonly<Partial<Record<Evidence['what'], Head>>> = {
  connect: tip,
  send: tip,
  receive: tip,
  fin: (x, y, back) => `${tip(x + 4 * back, y, back)}M${x + back} ${y - 6}v12`,
  rst: (x, y, back) => `M${x + 8 * back} ${y - 5}l${-8 * back} 10m0 -10l${8 * back} 10`,
};

function said(event: Evidence): string {
  const { what, octets, hex, text } = event;
  if (isFailedConnect(event)) return `connects: ${visible(event.text ?? '')}`;
  if (what === 'connect') return 'connects';
  if (what === 'fin' || what === 'rst') return what.toUpperCase();
  const shown =
    hex === undefined
      ? visible((text ?? '').slice(0, LETTERS))
      : visibleOctets(Buffer.from(hex.slice(0, 2 * LETTERS), 'hex'));
  return octets === undefined ? shown : `${plural(octets, 'octet')}: ${shown}`;
}

/** What did not cross the wire: what the program printed, that it ended, and notes of the harness. */
function remark({ who, what, text = '' }: Evidence, y: number): Markup {
  const words = cut(visible(`${what === 'note' ? '' : `${what}: `}${lastLine(text)}`), LETTERS);
  return who === 'iut'
    ? markup`<circle class="${what}" cx="${IUT}" cy="${y}" r="3"/><text x="${IUT - 8}" y="${y + 4}" text-anchor="end">${words}</text>`
    : markup`<text class="note" x="${MIDDLE}" y="${y + 4}" text-anchor="middle">${words}</text>`;
}

/** Of what was printed the last line tells most. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

function time(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
