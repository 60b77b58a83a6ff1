import type { Declared } from './declared.ts';
import { openTwins } from './fast/twins.ts';
import { type Frame, kinds } from './frame.ts';
import type { Skimmer } from './input.ts';
import { frameRules } from './rules/index.ts';
import { type FrameRule, JUDGEMENTS, judgement } from './rules/rule.ts';

/** Holds the rules against frames and counts what they say. */
export interface Holder extends Skimmer {
  /** Whether the frame is like an earlier one in all that rules look at: it is held then, and need not be decoded. */
  readonly recognise: (frame: Frame) => boolean;
  /** Holds every rule against a decoded frame. */
  readonly hold: (frame: Frame) => void;
  /** How often each rule said what: for each rule in the order of the table, a number for each judgement. */
  readonly counts: () => Float64Array;
}

export interface HolderOptions {
  readonly declared: Declared;
  /** The kinds of which every frame is wanted decoded. */
  readonly wanted: number;
  /** How many frames that break a rule are told of. */
  readonly listed: number;
  /** Called for each of them. */
  readonly onBroken: (rule: FrameRule, frame: Frame) => void;
}

/** Opens a holder. */
export function openHolder({ declared, wanted, listed, onBroken }: HolderOptions): Holder {
  const counts = new Float64Array(frameRules.length * JUDGEMENTS);
  const twins = openTwins(counts);
  const slots = new Int32Array(frameRules.length);
  /** By the sum of kinds. */
  const plans: (Plan | undefined)[] = [];

  const hold = (frame: Frame): void => {
    const { steps, isByHeader } = planOf(frame.kinds);
    let isTold = false;
    let isVerified = true;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step === undefined) continue;
      const said = step.rule.judge(frame, declared);
      const slot = step.slot + said;
      const before = counts[slot] ?? 0;
      counts[slot] = before + 1;
      slots[index] = slot;
      if (said === judgement.broken && before < listed) {
        isTold = true;
        onBroken(step.rule, frame);
      }
      if (step.rule.dependsOn === 'sums' && said !== judgement.held) isVerified = false;
    }
    const isKnown = (frame.kinds & (kinds.ipv4 | kinds.arp)) !== 0 && (frame.kinds & (wanted | kinds.tunnel)) === 0;
    if (!isTold && isKnown) twins.remember(frame, slots.subarray(0, steps.length), isByHeader && isVerified);
  };

  const planOf = (sum: number): Plan => {
    const known = plans[sum];
    if (known !== undefined) return known;
    const plan = planFor(sum);
    plans[sum] = plan;
    return plan;
  };

  return {
    window: twins.window,
    skim: twins.skim,
    recognise: twins.recognise,
    hold,
    counts: () => {
      twins.settle();
      return counts;
    },
  };
}

/** The rules that look at frames of some kinds, and where their counts begin. */
interface Plan {
  readonly steps: readonly { readonly rule: FrameRule; readonly slot: number }[];
  /** Whether each of them looks at the header, or at checksums, alone. */
  readonly isByHeader: boolean;
}

function planFor(sum: number): Plan {
  const steps = frameRules.flatMap((rule, index) =>
    (rule.kinds & sum) === 0 ? [] : [{ rule, slot: index * JUDGEMENTS }],
  );
  return { steps, isByHeader: steps.every(({ rule }) => rule.dependsOn !== 'contents') };
}
