import type { FrameOffence, Inspection, RuleTally } from '../../contracts/inspection.ts';
import { damageWords, unlookedWords } from '../../contracts/inspection-words.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import type { Evidence } from '../../contracts/run.ts';
import { applicableIf, conclusiveIf, Finding } from '../finding.ts';
import { type Judgement, judge, passed } from '../judge.ts';
import { count } from '../words.ts';

/** Offending frames of a rule that are quoted as evidence, and asked for of each capture. */
export const LISTED = 20;

/** What captures that are judged together show of one rule (suites/README.md, "frames"). */
export interface RuleFacts extends Omit<Judgement, 'awaited'> {
  readonly notes: string[];
  readonly evidence: Evidence[];
}

/** Judges a requirement of frames by captures. */
export function ruleFacts(requirement: Requirement, captures: readonly Inspection[]): RuleFacts {
  const { id } = requirement;
  return {
    ...judgement(requirement, captures),
    notes: frameNotes(id, captures),
    evidence: frameEvidence(id, captures),
  };
}

function judgement(requirement: Requirement, captures: readonly Inspection[]): Judgement {
  try {
    obeyed(requirement.id, captures);
    return passed;
  } catch (thrown) {
    return judge(thrown, requirement);
  }
}

/**
 * Ends a case unless every frame of the captures obeys the rule. Frames that break it are a finding, wherever they are;
 * that none does is told by whole captures alone, and only of frames that could be judged.
 */
export function obeyed(rule: string, captures: readonly Inspection[]): void {
  const broken = sum(rule, captures, (tally) => tally.broken);
  const checked = sum(rule, captures, (tally) => tally.checked);
  if (broken > 0) {
    const [first] = offencesOf(rule, captures).map(offenceText);
    throw new Finding('no frame to break it', `${broken} of ${checked} frames break it, the first: ${first}`);
  }
  const damaged = damageText(captures);
  conclusiveIf(damaged === undefined, damaged ?? '');
  const unjudged = notJudged(rule, captures);
  applicableIf(checked > 0 || unjudged.length === 0, unjudged.join('; '));
  conclusiveIf(checked > 0, `no frame that it is about is in ${listed(captures.map(({ file }) => file))}`);
}

/** What limits a verdict: how many frames it rests on, and how many could not be judged. */
export function frameNotes(rule: string, captures: readonly Inspection[]): string[] {
  const checked = sum(rule, captures, (tally) => tally.checked);
  if (checked === 0) return [];
  const among = captures.filter((capture) => (tallyOf(rule, capture)?.checked ?? 0) > 0).length;
  const unjudged = notJudged(rule, captures);
  const unlooked = captures.flatMap((capture) => {
    const words = unlookedWords(capture);
    return words === undefined ? [] : [`${words} in ${capture.file}`];
  });
  return [
    `${count(checked, 'frame')} in ${among} of ${count(captures.length, 'capture')} checked`,
    ...(unjudged.length === 0 ? [] : [`not judged: ${unjudged.join('; ')}`]),
    ...(unlooked.length === 0 ? [] : [`not looked into: ${listed(unlooked)}`]),
  ];
}

/** The frames that break the rule: which, what is wrong with them, and the octets. Times count from a capture's first frame. */
export function frameEvidence(rule: string, captures: readonly Inspection[]): Evidence[] {
  return offencesOf(rule, captures)
    .slice(0, LISTED)
    .map((offence) => ({
      t: Math.max(0, (offence.seconds ?? 0) * 1000),
      who: 'iut',
      what: 'frame',
      text: [offenceText(offence), ...offence.octets.map(octetsText)].join('; '),
    }));
}

function offenceText({ text, number, file, decode }: PlacedOffence): string {
  return `${text} (frame ${number} of ${file}: ${decode})`;
}

function octetsText({ what, from, hex }: FrameOffence['octets'][number]): string {
  return `${what} at octet ${from}: ${hex}`;
}

interface PlacedOffence extends FrameOffence {
  readonly file: string;
}

function offencesOf(rule: string, captures: readonly Inspection[]): readonly PlacedOffence[] {
  return captures.flatMap(({ file, offences }) =>
    offences.filter((one) => one.rule === rule).map((one) => ({ ...one, file })),
  );
}

/** Frames that the rule is about and that could not be judged, by reason. */
function notJudged(rule: string, captures: readonly Inspection[]): readonly string[] {
  const frames = new Map<string, number>();
  for (const one of captures.flatMap((capture) => tallyOf(rule, capture)?.notJudged ?? [])) {
    frames.set(one.reason, (frames.get(one.reason) ?? 0) + one.frames);
  }
  return Array.from(frames, ([reason, number]) => `${count(number, 'frame')}: ${reason}`);
}

function damageText(captures: readonly Inspection[]): string | undefined {
  const texts = captures.flatMap((capture) => {
    const words = damageWords(capture);
    return words === undefined ? [] : [`${capture.file} ${words}`];
  });
  return texts.length === 0 ? undefined : `${listed(texts)}; what is before breaks nothing`;
}

function sum(rule: string, captures: readonly Inspection[], of: (tally: RuleTally) => number): number {
  return captures.reduce((total, capture) => {
    const tally = tallyOf(rule, capture);
    return tally === undefined ? total : total + of(tally);
  }, 0);
}

function tallyOf(rule: string, { rules }: Inspection): RuleTally | undefined {
  return rules.find((tally) => tally.rule === rule);
}

/** Captures that a reason names. */
const NAMED = 3;

function listed(texts: readonly string[]): string {
  const more = texts.length - NAMED;
  return [...texts.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
