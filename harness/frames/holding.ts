import type { Declared } from './declared.ts';
import type { Frame } from './frame.ts';
import { frameRules } from './rules/index.ts';
import { type FrameRule, JUDGEMENTS, judgement } from './rules/rule.ts';

/** Holds the rules against frames and counts what they say. */
export interface Holder {
  readonly hold: (frame: Frame) => void;
  /** How often each rule said what: for each rule in the order of the table, a number for each judgement. */
  readonly counts: () => Float64Array;
}

/** Opens a holder. `onBroken` is called for each frame that breaks a rule, with how many have broken it before. */
export function openHolder(
  declared: Declared,
  onBroken: (rule: FrameRule, frame: Frame, before: number) => void,
): Holder {
  const counts = new Float64Array(frameRules.length * JUDGEMENTS);
  /** By the sum of kinds. */
  const plans: (Plan | undefined)[] = [];

  const count = (step: Step, frame: Frame): number => {
    const said = step.judge(frame, declared);
    const slot = step.slot + said;
    const before = counts[slot] ?? 0;
    counts[slot] = before + 1;
    if (said === judgement.broken) onBroken(step.rule, frame, before);
    return said;
  };

  /** Adds what the rules would have said of the frames that were like a remembered one, and forgets it. */
  const settle = (steps: readonly Step[], remembered: Remembered): void => {
    for (let index = 0; index < steps.length; index++) {
      const slot = (steps[index]?.slot ?? 0) + (remembered.said[index] ?? 0);
      counts[slot] = (counts[slot] ?? 0) + remembered.again;
    }
    remembered.again = 0;
    remembered.isValid = false;
  };

  const holdByHeader = ({ byHeader, remembered }: Plan, frame: Frame): void => {
    const place = (Math.imul(frame.source, 31) + frame.destination) & (PLACES - 1);
    const like = remembered[place];
    if (like === undefined) return;
    if (like.isValid && isLike(like, frame)) {
      like.again++;
      return;
    }
    settle(byHeader, like);
    let isRight = true;
    for (let index = 0; index < byHeader.length; index++) {
      const step = byHeader[index];
      if (step === undefined) continue;
      const said = count(step, frame);
      like.said[index] = said;
      if (said === judgement.broken) isRight = false;
    }
    // Each frame that breaks a rule is to be told.
    if (isRight) remember(like, frame);
  };

  return {
    hold: (frame) => {
      let plan = plans[frame.kinds];
      if (plan === undefined) {
        plan = planFor(frame.kinds);
        plans[frame.kinds] = plan;
      }
      holdByHeader(plan, frame);
      const { byContents } = plan;
      for (let index = 0; index < byContents.length; index++) {
        const step = byContents[index];
        if (step !== undefined) count(step, frame);
      }
    },
    counts: () => {
      for (const plan of plans) for (const one of plan?.remembered ?? []) settle(plan?.byHeader ?? [], one);
      return counts;
    },
  };
}

/** A rule, and where its counts begin. */
interface Step {
  readonly judge: FrameRule['judge'];
  readonly rule: FrameRule;
  readonly slot: number;
}

/** The rules that look at frames of some kinds. */
interface Plan {
  readonly byHeader: readonly Step[];
  readonly byContents: readonly Step[];
  readonly remembered: readonly Remembered[];
}

/** Frames that are remembered for each sum of kinds: traffic is a few senders and receivers over and over. */
const PLACES = 8;

/** A frame that broke nothing, what the rules said of it, and how many came after it that are like it in its header. */
interface Remembered {
  isValid: boolean;
  again: number;
  readonly said: number[];
  destinationMacHigh: number;
  destinationMacLow: number;
  sourceMacHigh: number;
  sourceMacLow: number;
  source: number;
  destination: number;
  protocol: number;
  ttl: number;
  fragment: number;
}

function planFor(kinds: number): Plan {
  const steps = frameRules.flatMap((rule, index) =>
    (rule.kinds & kinds) === 0 ? [] : [{ judge: rule.judge, rule, slot: index * JUDGEMENTS }],
  );
  return {
    byHeader: steps.filter(({ rule }) => rule.dependsOn === 'header'),
    byContents: steps.filter(({ rule }) => rule.dependsOn === 'contents'),
    remembered: Array.from({ length: PLACES }, () => ({
      isValid: false,
      again: 0,
      said: [],
      destinationMacHigh: 0,
      destinationMacLow: 0,
      sourceMacHigh: 0,
      sourceMacLow: 0,
      source: 0,
      destination: 0,
      protocol: 0,
      ttl: 0,
      fragment: 0,
    })),
  };
}

function isLike(one: Remembered, frame: Frame): boolean {
  return (
    one.destinationMacLow === frame.destinationMacLow &&
    one.destination === frame.destination &&
    one.source === frame.source &&
    one.sourceMacLow === frame.sourceMacLow &&
    one.destinationMacHigh === frame.destinationMacHigh &&
    one.sourceMacHigh === frame.sourceMacHigh &&
    one.protocol === frame.protocol &&
    one.ttl === frame.ttl &&
    one.fragment === frame.fragment
  );
}

function remember(one: Remembered, frame: Frame): void {
  one.isValid = true;
  one.destinationMacHigh = frame.destinationMacHigh;
  one.destinationMacLow = frame.destinationMacLow;
  one.sourceMacHigh = frame.sourceMacHigh;
  one.sourceMacLow = frame.sourceMacLow;
  one.source = frame.source;
  one.destination = frame.destination;
  one.protocol = frame.protocol;
  one.ttl = frame.ttl;
  one.fragment = frame.fragment;
}
