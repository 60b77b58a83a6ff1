import { frameFacts } from '../../../suites/frames/requirements.ts';
import { exitStatus, foremostStatus } from '../../contracts/exit-status.ts';
import type { InspectedFile, Inspection, InspectionReport, RuleTally } from '../../contracts/inspection.ts';
import { heldWords, summed, understoodFrames } from '../../contracts/inspection-words.ts';
import { listRequirements } from '../../contracts/requirement-table.ts';

const requirements = new Map(listRequirements(frameFacts).map((requirement) => [requirement.id, requirement]));

/** Joins what a capture showed with the requirements: how binding each rule is, where it comes from, what it says. */
export function judged(inspection: Inspection): InspectedFile {
  const rules = inspection.rules.map((tally) => {
    const { level, source, text } = requirementOf(tally);
    return { ...tally, level, source, text };
  });
  return { ...inspection, rules, conclusion: conclusionOf(inspection) };
}

function requirementOf({ rule }: RuleTally) {
  const requirement = requirements.get(rule);
  if (requirement === undefined) throw new Error(`${rule} is no requirement`);
  return requirement;
}

/**
 * What the captures come to: 1 where a MUST is broken (a SHOULD too, if strict), 2 where one is damaged or is none, 3 where
 * no frame of any was understood and judged.
 */
export function concludeInspection(
  files: readonly InspectedFile[],
  { strict, interrupted }: { readonly strict: boolean; readonly interrupted: boolean },
): Pick<InspectionReport, 'outcome' | 'exitStatus' | 'conclusion'> {
  const rules = files.flatMap((file) => file.rules);
  const counted = rules.filter(({ level, broken }) => broken > 0 && (level === 'MUST' || strict));
  const [unread, damaged] = [
    files.filter(isUnread),
    files.filter((file) => file.damage !== undefined && !isUnread(file)),
  ];
  const wasJudged = files.some(isJudged);
  const statuses = [
    ...(interrupted ? [exitStatus.interrupted] : []),
    ...(counted.length > 0 ? [exitStatus.nonconformant] : []),
    ...(damaged.length + unread.length > 0 ? [exitStatus.usage] : []),
    ...(wasJudged ? [] : [exitStatus.inconclusive]),
  ];
  const unjudged = files.filter((file) => file.damage === undefined && !isJudged(file)).length;
  const sentences = [
    ...(interrupted ? ['interrupted'] : []),
    ...(counted.length > 0 ? [`broken: ${namesOf(counted)}`] : []),
    ...(damaged.length > 0 ? [`${countOf(damaged.length, 'file')} damaged`] : []),
    ...(unread.length > 0 ? [`${countOf(unread.length, 'file')} not read`] : []),
    ...(wasJudged ? [] : ['no frame could be judged']),
  ];
  const status = foremostStatus(statuses);
  const held = [
    heldText(summed(rules)),
    ...(unjudged === 0 ? [] : [`no frame of ${countOf(unjudged, 'file')} could be judged`]),
  ];
  return {
    outcome: counted.length > 0 ? 'nonconformant' : status === exitStatus.conformant ? 'conformant' : 'inconclusive',
    exitStatus: status,
    conclusion: (sentences.length === 0 ? held : sentences).join('; '),
  };
}

/** What one capture comes to, whatever the others show. */
function conclusionOf(inspection: Inspection): string {
  const broken = inspection.rules.filter((tally) => tally.broken > 0);
  const { damage } = inspection;
  const texts = [
    ...(broken.length === 0 ? [] : [`broken: ${namesOf(broken)}`]),
    ...(damage === undefined ? [] : [isUnread(inspection) ? 'not read' : 'damaged']),
    ...(isJudged(inspection) || isUnread(inspection) ? [] : ['no frame could be judged']),
  ];
  return texts.length === 0 ? heldText(inspection.rules) : texts.join('; ');
}

/** Whether a rule was held against a frame that was understood: the MACs of others alone say little. */
function isJudged(inspection: Inspection): boolean {
  return understoodFrames(inspection) > 0 && inspection.rules.some(({ checked }) => checked > 0);
}

/** Whether it is no capture that could be read. */
function isUnread({ format, damage }: Inspection): boolean {
  return format === undefined && damage !== undefined;
}

/** Where no MUST is broken. */
function heldText(rules: readonly RuleTally[]): string {
  const broken = rules.filter((tally) => tally.broken > 0);
  if (broken.length === 0) return heldWords(rules);
  const musts = rules.filter((tally) => requirementOf(tally).level === 'MUST');
  return `${heldWords(musts, 'MUST')}; SHOULD broken: ${namesOf(broken)}`;
}

function namesOf(rules: readonly RuleTally[]): string {
  return [...new Set(rules.map(({ rule }) => rule.split('/').at(-1) ?? rule))].join(', ');
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
