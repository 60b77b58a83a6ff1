import type { Inspection, RuleTally } from './inspection.ts';

/** What is wrong with a capture, in a sentence part behind its name; undefined where it is whole. */
export function damageWords({ format, compression, damage }: Inspection): string | undefined {
  if (damage === undefined) return undefined;
  // Nothing was recognised: there is no capture that could be damaged.
  if (format === undefined && compression === undefined) return `is not read: ${damage.text}`;
  const where = compression === undefined ? '' : ' of what it unpacks to';
  return `is damaged at octet ${damage.offset}${where}: ${damage.text}`;
}

/** Frames of which at least the network's header was understood. */
export function understoodFrames({ frames, notUnderstood }: Inspection): number {
  return notUnderstood.reduce((rest, one) => rest - one.frames, frames);
}

/** How much of a capture was not looked into, by name; undefined where all of it was: `2 frames of LLDP, 1 of PTP`. */
export function unlookedWords({ notUnderstood, tunnels }: Inspection): string | undefined {
  const whole = namesOf(notUnderstood);
  const carried = namesOf(tunnels);
  const texts = [
    ...(whole === undefined ? [] : [whole]),
    ...(carried === undefined ? [] : [`what is carried by ${carried}`]),
  ];
  return texts.length === 0 ? undefined : texts.join('; ');
}

/** Names that are told; more are counted. */
const MOST_NAMES = 8;

function namesOf(counts: Inspection['tunnels']): string | undefined {
  const sums = new Map<string, number>();
  for (const { what, frames } of counts) sums.set(what, (sums.get(what) ?? 0) + frames);
  const sorted = [...sums].toSorted(([, one], [, other]) => other - one);
  const told = sorted.slice(0, MOST_NAMES);
  const rest = sorted.slice(MOST_NAMES).reduce((sum, [, frames]) => sum + frames, 0);
  const [first] = told;
  if (first === undefined) return undefined;
  return [
    ...told.map(([what, frames], index) => (index === 0 ? `${frameCount(frames)} of ${what}` : `${frames} of ${what}`)),
    ...(rest === 0 ? [] : [`${rest} of other kinds`]),
  ].join(', ');
}

function frameCount(frames: number): string {
  return `${frames} frame${frames === 1 ? '' : 's'}`;
}

/** What rules come to of which none is broken: how many held, and how many had nothing to be held against. */
export function heldWords(rules: readonly RuleTally[], noun: 'rule' | 'MUST' = 'rule'): string {
  const held = rules.filter(({ checked }) => checked > 0).length;
  if (held === rules.length) return `every ${noun} held`;
  const unjudged = rules.filter(({ checked, notJudged }) => checked === 0 && notJudged.length > 0).length;
  const without = rules.length - held - unjudged;
  return [
    `${held} ${noun}${held === 1 ? '' : 's'} held`,
    ...(unjudged === 0 ? [] : [`${unjudged} could not be judged`]),
    ...(without === 0 ? [] : [`${without} had no frame`]),
  ].join(', ');
}

/** The tallies of several captures in one, by rule. */
export function summed(rules: readonly RuleTally[]): readonly RuleTally[] {
  const sums = new Map<string, RuleTally>();
  for (const tally of rules) {
    const sum = sums.get(tally.rule);
    sums.set(
      tally.rule,
      sum === undefined
        ? tally
        : {
            rule: tally.rule,
            checked: sum.checked + tally.checked,
            held: sum.held + tally.held,
            broken: sum.broken + tally.broken,
            notJudged: [...sum.notJudged, ...tally.notJudged],
          },
    );
  }
  return [...sums.values()];
}
