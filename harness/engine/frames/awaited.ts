import { ipv4Text } from '../../addresses/numbers.ts';
import type { Awaited, AwaitedFact, CaseFrames } from '../../contracts/case-frames.ts';
import { type Frame, kinds } from '../../frames/frame.ts';
import { groupsSaid, says } from '../../frames/igmp.ts';
import { lineOf } from '../../frames/line.ts';

/** Collects, from the frames of a whole run, what one case waits for. */
export interface Waiting {
  readonly see: (frame: Frame, timeMs: number) => void;
  /** What was seen, in the words that the case expects a fact in; undefined where no frame tells. */
  readonly fact: () => string | undefined;
  /** The frames that told, one line each, with their times. */
  readonly frames: () => readonly { readonly timeMs: number; readonly text: string }[];
}

/** What is said where no frame tells. */
export function unseenText({ fact: { kind, group } }: Awaited, device: string): string {
  const what = { ttl: `no datagram to ${group}`, join: `no join of ${group}`, leave: `no leave of ${group}` }[kind];
  const why =
    kind === 'leave' ? ': a host that was not the last to report, or that speaks IGMPv1, need not send one' : '';
  return `${what} was captured on ${device}${why}`;
}

/** Frames that are quoted. */
const QUOTED = 5;

/** How much the clocks of a case and of the capture may differ, in milliseconds: both are this machine's. */
const CLOCK_MS = 5;

/** A host reports a join or a leave a moment after it was asked for, when the case may be over (RFC 3376 §8.11: within a second). */
const REPORT_MS = 1000;

/** Waits for the fact of one case. */
export function waitFor({ fact, expected }: Awaited, { from, to }: CaseFrames, device: string): Waiting {
  const lines: { timeMs: number; text: string }[] = [];
  const values = new Set<string>();
  const until = to + (fact.kind === 'ttl' ? CLOCK_MS : REPORT_MS);
  const tell = tellers[fact.kind];
  return {
    see: (frame, timeMs) => {
      if (timeMs > until) return;
      const value = tell(frame, fact, { timeMs, from: from - CLOCK_MS, device, expected });
      if (value === undefined) return;
      values.add(value);
      if (lines.length < QUOTED) lines.push({ timeMs, text: lineOf(frame) });
    },
    fact: () => (values.size === 0 ? undefined : [...values].join(', ')),
    frames: () => lines,
  };
}

interface Moment {
  readonly timeMs: number;
  readonly from: number;
  readonly device: string;
  readonly expected: string;
}

type Teller = (frame: Frame, fact: AwaitedFact, moment: Moment) => string | undefined;

const tellers: Readonly<Record<AwaitedFact['kind'], Teller>> = {
  ttl: (frame, fact, { timeMs, from }) => {
    const isIt = (frame.kinds & (kinds.udp | kinds.group)) === (kinds.udp | kinds.group) && timeMs >= from;
    if (fact.kind !== 'ttl' || !isIt || ipv4Text(frame.destination) !== fact.group) return undefined;
    return frame.view.getUint16(frame.transport + 2) === fact.port ? `a time to live of ${frame.ttl}` : undefined;
  },
  join: (frame, { group }, { device }) => (saysOf(frame, says.join, group) ? `a member on ${device}` : undefined),
  leave: (frame, fact, { timeMs, expected }) => {
    if (fact.kind !== 'leave' || timeMs < fact.since - CLOCK_MS) return undefined;
    return saysOf(frame, says.leave, fact.group) ? expected : undefined;
  },
};

function saysOf(frame: Frame, what: number, group: string): boolean {
  return (frame.kinds & kinds.igmp) !== 0 && groupsSaid(frame, what).some((one) => ipv4Text(one) === group);
}
