import { verdictOfBroken } from '../harness/contracts/gravity.ts';
import type {
  Conversation,
  ConversationSide,
  FrameOffence,
  InspectedFile,
  InspectionReport,
  JudgedRule,
} from '../harness/contracts/inspection.ts';
import { damageWords, unlookedWords } from '../harness/contracts/inspection-words.ts';
import type { Verdict } from '../harness/contracts/verdict.ts';
import { inert, visible } from '../harness/text/visible.ts';
import type { RenderOptions } from './format.ts';
import { wrap } from './layout.ts';
import { type Paint, painter } from './paint.ts';
import { openGrid } from './table.ts';

/** What captures showed, for a person: for each file a row a rule, then the frames that break one. */
export function renderInspection(report: InspectionReport, options: RenderOptions): string {
  const paint = painter(options.color);
  const blocks = [
    ...report.files.flatMap((file) => fileBlocks(file, report.files.length === 1, options.width, paint)),
    [paint(looks[report.outcome], `${report.outcome}: ${visible(report.conclusion)}`)],
  ];
  return inert(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
}

/** One frame that breaks a rule: number and time as Wireshark shows them, the frame in a line, what is wrong and where. */
export function renderOffence(offence: FrameOffence, { color }: RenderOptions): string {
  return offenceLines(offence, 'fail', painter(color)).join('\n');
}

const looks = { conformant: 'pass', nonconformant: 'fail', inconclusive: 'inconclusive', error: 'error' } as const;

const MARGIN = '  ';

/** Connections that are shown; the JSON report has more. */
const MOST_CONVERSATIONS = 20;

/** Segments whose lengths are shown of each side. */
const MOST_SEGMENTS = 12;

function fileBlocks(
  file: InspectedFile,
  isAlone: boolean,
  width: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const levels = new Map(file.rules.map(({ rule, level }) => [rule, verdictOfBroken(level)]));
  return [
    // Of what is no capture there is nothing to tell but that.
    isUnread(file)
      ? [paint('heading', nameText(file)), ...damageLines(file, width, paint)]
      : [
          paint('heading', titleOf(file)),
          ...ruleRows(file.rules, paint),
          ...remarks(file, width),
          ...damageLines(file, width, paint),
          ...(isAlone ? [] : [`${MARGIN}${visible(file.conclusion)}`]),
        ],
    ...file.offences.map((offence) => offenceLines(offence, levels.get(offence.rule) ?? 'fail', paint)),
    ...moreLines(file),
    ...conversationBlocks(file),
  ];
}

function titleOf(file: InspectedFile): string {
  const { format = 'unknown format', compression, frames } = file;
  const packed = compression === undefined ? '' : ` in ${compression}`;
  return `${nameText(file)}  ${format}${packed}, ${countOf(frames, 'frame')}`;
}

function nameText({ file }: InspectedFile): string {
  return file === '-' ? 'standard input' : visible(file);
}

function isUnread({ format, damage }: InspectedFile): boolean {
  return format === undefined && damage !== undefined;
}

function ruleRows(rules: readonly JudgedRule[], paint: Paint): readonly string[] {
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length)) + 2;
  const names = widest(rules.map(({ rule }) => nameOf(rule)));
  const counts = widest(['checked', ...rules.map(({ checked }) => String(checked))]);
  const reasons = widest(['not judged', ...rules.map(notJudgedOf)]);
  const grid = openGrid([names, 8, counts, counts, counts, reasons]);
  grid.push(['rule', 'level', 'checked', 'held', 'broken', 'not judged'].map((head) => paint('label', head)));
  for (const rule of rules) {
    const { level, checked, held, broken } = rule;
    const brokenText = broken === 0 ? '0' : paint(verdictOfBroken(level), String(broken));
    grid.push([nameOf(rule.rule), level, String(checked), String(held), brokenText, notJudgedOf(rule)]);
  }
  return grid
    .toString()
    .split('\n')
    .map((line) => `${MARGIN}${line}`.trimEnd());
}

function notJudgedOf({ notJudged }: JudgedRule): string {
  return notJudged.map(({ frames, reason }) => `${frames} ${reason}`).join(', ');
}

function remarks(file: InspectedFile, width: number): readonly string[] {
  const { frames, mapped } = file.ipv6Groups;
  const unlooked = unlookedWords(file);
  const texts = [
    ...(frames === 0
      ? []
      : [`IPv6 groups: ${countOf(frames, 'frame')}, ${mapped} with the MAC of RFC 2464 (not judged)`]),
    ...(unlooked === undefined ? [] : wrap(`not looked into: ${unlooked}`, width - 2, 4)),
  ];
  return texts.map((line) => `${MARGIN}${line}`);
}

function damageLines(file: InspectedFile, width: number, paint: Paint): readonly string[] {
  const words = damageWords(file)?.replace(/^is /, '');
  return words === undefined ? [] : wrap(words, width - 2, 4).map((line) => `${MARGIN}${paint('fail', line)}`);
}

function offenceLines(
  { rule, number, seconds, decode, text, octets }: FrameOffence,
  verdict: Verdict,
  paint: Paint,
): readonly string[] {
  const time = seconds === undefined ? '' : `  ${seconds.toFixed(6)} s`;
  return [
    `${paint(verdict, `${verdict === 'fail' ? '✗' : '!'} ${nameOf(rule)}`)}  frame ${number}${time}`,
    `${MARGIN}${visible(decode)}`,
    `${MARGIN}${visible(text)}`,
    ...octets.map(({ from, what, hex }) => {
      const pairs = hex.replace(/..(?=.)/g, '$& ');
      return `${MARGIN}octets ${from} to ${from + hex.length / 2 - 1}, ${what}: ${pairs}`;
    }),
  ];
}

function moreLines({ rules, offences }: InspectedFile): readonly (readonly string[])[] {
  const lines = rules.flatMap(({ rule, broken }) => {
    const listed = offences.filter((offence) => offence.rule === rule).length;
    return listed === 0 || listed === broken ? [] : [`… and ${broken - listed} more of ${nameOf(rule)}`];
  });
  return lines.length === 0 ? [] : [lines];
}

function conversationBlocks({ conversations }: InspectedFile): readonly (readonly string[])[] {
  if (conversations === undefined || conversations.followed.length === 0) return [];
  const { followed, segmentsNotFollowed } = conversations;
  const shown = followed.slice(0, MOST_CONVERSATIONS);
  const more = followed.length - shown.length;
  return [
    [
      `TCP connections: ${followed.length} (information, no verdict)`,
      ...shown.flatMap(conversationLines),
      ...(more > 0 ? [`${MARGIN}… and ${more} more (--json shows them)`] : []),
      ...(segmentsNotFollowed > 0
        ? [`${MARGIN}${countOf(segmentsNotFollowed, 'segment')} of further connections not followed`]
        : []),
    ],
  ];
}

function conversationLines({ first, last, sides, ends }: Conversation): readonly string[] {
  const [one, other] = sides;
  const endings = ends.map(({ by, how, frame }) => `${how} by ${by} in frame ${frame}`);
  return [
    `${MARGIN}${one.address} > ${other.address}, frames ${first} to ${last}`,
    ...sides.filter(({ segments }) => segments > 0).map((side) => `${MARGIN}${MARGIN}${sideText(side)}`),
    `${MARGIN}${MARGIN}${endings.length === 0 ? 'no end was captured' : endings.join(', ')}`,
  ];
}

function sideText({
  address,
  segments,
  octets,
  retransmissions,
  reordered,
  boundaries,
  moreBoundaries,
}: ConversationSide): string {
  const shown = boundaries.slice(0, MOST_SEGMENTS).map((boundary) => boundary.octets);
  const more = boundaries.length + moreBoundaries - shown.length;
  return [
    `${address}: ${countOf(segments, 'segment')}, ${countOf(octets, 'octet')}`,
    ...(shown.length === 0 ? [] : [` in ${shown.join(' + ')}${more > 0 ? ` + ${more} more` : ''}`]),
    ...(retransmissions > 0 ? [`, ${countOf(retransmissions, 'retransmission')}`] : []),
    ...(reordered > 0 ? [`, ${reordered} out of order`] : []),
  ].join('');
}

function nameOf(rule: string): string {
  return rule.split('/').at(-1) ?? rule;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
