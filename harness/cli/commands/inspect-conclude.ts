import { frameFacts } from '../../../suites/frames/requirements.ts';
import { exitStatus, foremostStatus } from '../../contracts/exit-status.ts';
import type { InspectedFile, Inspection, InspectionReport } from '../../contracts/inspection.ts';
import { listRequirements } from '../../contracts/requirement-table.ts';

const requirements = new Map(listRequirements(frameFacts).map((requirement) => [requirement.id, requirement]));

/** Joins what a capture showed with the requirements: how binding each rule is, where it comes from, what it says. */
export function judged(inspection: Inspection): InspectedFile {
  return {
    ...inspection,
    rules: inspection.rules.map((tally) => {
      const requirement = requirements.get(tally.rule);
      if (requirement === undefined) throw new Error(`${tally.rule} is no requirement`);
      const { level, source, text } = requirement;
      return { ...tally, level, source, text };
    }),
  };
}

/**
 * What the captures come to: 1 where a MUST is broken (a SHOULD too, if strict), 2 where one is damaged, 3 where no
 * frame of any could be judged.
 */
export function concludeInspection(
  files: readonly InspectedFile[],
  { strict, interrupted }: { readonly strict: boolean; readonly interrupted: boolean },
): Pick<InspectionReport, 'outcome' | 'exitStatus' | 'conclusion'> {
  const rules = files.flatMap((file) => file.rules);
  const counted = rules.filter(({ level, broken }) => broken > 0 && (level === 'MUST' || strict));
  const damaged = files.filter(({ damage }) => damage !== undefined);
  const wasJudged = rules.some(({ checked }) => checked > 0);
  const statuses = [
    ...(interrupted ? [exitStatus.interrupted] : []),
    ...(counted.length > 0 ? [exitStatus.nonconformant] : []),
    ...(damaged.length > 0 ? [exitStatus.usage] : []),
    ...(wasJudged ? [] : [exitStatus.inconclusive]),
  ];
  const sentences = [
    ...(interrupted ? ['interrupted'] : []),
    ...(counted.length > 0 ? [`broken: ${[...new Set(counted.map(({ rule }) => nameOf(rule)))].join(', ')}`] : []),
    ...(damaged.length > 0 ? [`${countOf(damaged.length, 'file')} damaged`] : []),
    ...(wasJudged ? [] : ['no frame could be judged']),
  ];
  const status = foremostStatus(statuses);
  return {
    outcome: counted.length > 0 ? 'nonconformant' : status === exitStatus.conformant ? 'conformant' : 'inconclusive',
    exitStatus: status,
    conclusion: sentences.length === 0 ? heldText(rules) : sentences.join('; '),
  };
}

function heldText(rules: InspectedFile['rules']): string {
  const broken = new Set(rules.filter(({ broken }) => broken > 0).map(({ rule }) => nameOf(rule)));
  return broken.size === 0 ? 'every rule held' : `every MUST held; SHOULD broken: ${[...broken].join(', ')}`;
}

function nameOf(rule: string): string {
  return rule.split('/').at(-1) ?? rule;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
