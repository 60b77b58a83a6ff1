import type { FrameOffence, Inspection, RuleTally } from '../contracts/inspection.ts';
import { nanoseconds } from './clock.ts';
import { trackConversations } from './conversation.ts';
import type { Declared } from './declared.ts';
import { decode } from './decode.ts';
import { type Frame, kinds } from './frame.ts';
import { openHolder } from './holding.ts';
import type { Skimmer } from './input.ts';
import { lineOf } from './line.ts';
import { frameRules } from './rules/index.ts';
import { type FrameRule, JUDGEMENTS, judgement } from './rules/rule.ts';
import { countUnlooked } from './unlooked.ts';

export interface JudgeOptions {
  readonly declared: Declared;
  /** Offending frames that are listed for each rule; the rest are counted. */
  readonly listed: number;
  /** Whether TCP connections are followed. */
  readonly conversations: boolean;
  /** Called for each listed offence as it is found. */
  readonly onOffence?: (offence: FrameOffence) => void;
}

/** What was seen so far; grows with every frame. */
export type Facts = Pick<
  Inspection,
  'frames' | 'rules' | 'offences' | 'ipv6Groups' | 'notUnderstood' | 'tunnels' | 'conversations'
>;

export interface Judge extends Skimmer {
  /** Decodes a frame and holds every rule against it. */
  readonly visit: (frame: Frame) => void;
  /** Frames so far. */
  readonly frames: () => number;
  readonly facts: () => Facts;
}

/** Opens a judge of one capture. */
export function openJudge({ declared, listed, conversations, onOffence }: JudgeOptions): Judge {
  const offences: FrameOffence[] = [];
  const unlooked = countUnlooked();
  const tracker = conversations ? trackConversations() : undefined;
  const ipv6Groups = { frames: 0, mapped: 0 };
  let frames = 0;
  let began: bigint | undefined;

  const onBroken = (rule: FrameRule, frame: Frame): void => {
    const offence = offenceOf(rule, frame, declared, began);
    offences.push(offence);
    onOffence?.(offence);
  };
  const holder = openHolder({ declared, wanted: tracker === undefined ? 0 : kinds.tcp, listed, onBroken });

  const visit = (frame: Frame): void => {
    frames++;
    if (frames === 1 && frame.clock !== undefined) began = nanoseconds(frame.clock, frame.timeHigh, frame.timeLow);
    if (holder.recognise(frame)) return;
    decode(frame, declared);
    holder.hold(frame);
    const seen = frame.kinds;
    if (frame.unlooked !== '') unlooked.add(frame);
    if ((seen & kinds.ipv6Group) !== 0) countIpv6Group(frame, ipv6Groups);
    if (tracker !== undefined && (seen & kinds.tcp) !== 0) tracker.add(frame);
  };

  const facts = (): Facts => ({
    frames,
    rules: talliesOf(holder.counts()),
    offences,
    ipv6Groups,
    ...unlooked.list(),
    conversations: tracker?.list(),
  });

  const skim: Judge['skim'] = (frame, at, end, isBig) => {
    const before = frame.number;
    const next = holder.skim(frame, at, end, isBig);
    frames += frame.number - before;
    return next;
  };

  return { window: holder.window, skim, visit, frames: () => frames, facts };
}

/** The requirement that a rule judges. */
export function requirementOf(rule: FrameRule): string {
  return `frames/${rule.key}`;
}

/** Why a frame was not judged, in words. */
const reasons: readonly (readonly [number, string])[] = [
  [judgement.noMacs, 'no MACs on this link'],
  [judgement.leftToHardware, 'checksum left to the hardware of the sender'],
  [judgement.cut, 'not captured whole'],
  [judgement.noChecksum, 'UDP without a checksum'],
  [judgement.unknownPrefix, 'could be the broadcast of a prefix that was not declared'],
  [judgement.unfitting, 'lengths that do not fit the frame'],
  [judgement.fragment, 'part of a datagram in fragments'],
];

function talliesOf(counts: Float64Array): readonly RuleTally[] {
  return frameRules.map((rule, index) => tallyOf(rule, counts.subarray(index * JUDGEMENTS, (index + 1) * JUDGEMENTS)));
}

function tallyOf(rule: FrameRule, counts: Float64Array): RuleTally {
  const held = counts[judgement.held] ?? 0;
  const broken = counts[judgement.broken] ?? 0;
  return {
    rule: requirementOf(rule),
    checked: held + broken,
    held,
    broken,
    notJudged: reasons
      .map(([code, reason]) => ({ reason, frames: counts[code] ?? 0 }))
      .filter(({ frames }) => frames > 0),
  };
}

function offenceOf(rule: FrameRule, frame: Frame, declared: Declared, began: bigint | undefined): FrameOffence {
  const { octets, clock, timeHigh, timeLow } = frame;
  const { text, octets: ranges } = rule.offence(frame, declared);
  const time = clock === undefined ? undefined : nanoseconds(clock, timeHigh, timeLow);
  return {
    rule: requirementOf(rule),
    number: frame.number,
    time: time === undefined ? undefined : rfc3339(time),
    seconds: time === undefined || began === undefined ? undefined : Number(time - began) / 1e9,
    text,
    decode: lineOf(frame),
    octets: ranges.map(({ from, length, what }) => {
      const at = frame.at + from;
      return { from, what, hex: Buffer.from(octets.subarray(at, Math.min(at + length, frame.end))).toString('hex') };
    }),
  };
}

/** Undefined beyond the years that can be written. */
function rfc3339(time: bigint): string | undefined {
  const milliseconds = Number(time / 1_000_000n);
  if (Math.abs(milliseconds) > LAST_DATE) return undefined;
  const rest = (((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n).toString().padStart(9, '0');
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${rest}Z`;
}

/** Milliseconds since 1970 at the end of the year 9999. */
const LAST_DATE = 253_402_300_799_999;

/** RFC 2464 §7: 33:33 and the last four octets of the group. */
function countIpv6Group(frame: Frame, counts: { frames: number; mapped: number }): void {
  counts.frames++;
  const isMapped =
    frame.destinationMacHigh === 0x3333 && frame.destinationMacLow === frame.view.getInt32(frame.network + 36);
  if ((frame.kinds & kinds.macs) !== 0 && isMapped) counts.mapped++;
}
