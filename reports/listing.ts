import type { Trouble } from '../harness/contracts/machine.ts';
import type { Requirement } from '../harness/contracts/requirement.ts';
import { fill } from './layout.ts';
import { openGrid } from './table.ts';

/** A requirement with the ids of its cases. */
export interface ListedRequirement extends Requirement {
  readonly cases: readonly string[];
}

/** Joins requirements with the ids of all cases there are. */
export function withCases(requirements: readonly Requirement[], ids: readonly string[]): readonly ListedRequirement[] {
  return requirements.map((requirement) => ({
    ...requirement,
    cases: ids.filter((id) => id === requirement.id || id.startsWith(`${requirement.id}[`)),
  }));
}

/** The requirements as a table: id, level, what a verdict is drawn from, number of cases, and the sentence itself. */
export function renderListing(requirements: readonly ListedRequirement[], width: number): string {
  const idWidth = Math.max(...requirements.map(({ id }) => id.length)) + 2;
  const widths = [idWidth, 8, 7];
  const textWidth = Math.max(30, width - widths.reduce((sum, one) => sum + one, 0));
  const grid = openGrid([...widths, textWidth]);
  grid.push(['requirement', 'level', 'cases', 'what must hold']);
  for (const { id, level, cases, text } of requirements) {
    grid.push([id, level, String(cases.length), fill(text.split(' '), textWidth - 1).join('\n')]);
  }
  const lines = grid.toString().split('\n');
  const count = requirements.reduce((sum, { cases }) => sum + cases.length, 0);
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n\n${requirements.length} requirements, ${count} cases\n`;
}

/** Laws as a table: role and name, level, and the sentence itself. They have cases once there is a protocol. */
export function renderLaws(laws: readonly Requirement[], width: number): string {
  const widths = [Math.max(...laws.map(({ id }) => id.length)) + 2, 8];
  const textWidth = Math.max(30, width - widths.reduce((sum, one) => sum + one, 0));
  const grid = openGrid([...widths, textWidth]);
  grid.push(['law', 'level', 'what must hold']);
  for (const { id, level, text } of laws) grid.push([id, level, fill(text.split(' '), textWidth - 1).join('\n')]);
  const lines = grid.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n\n${laws.length} laws\n`;
}

/** All about one requirement, in paragraphs, and what else may be in the way of what it judges. */
export function renderExplanation(
  requirement: ListedRequirement,
  width: number,
  troubles: readonly Trouble[] = [],
): string {
  const { id, level, source, text, seen, provoked, failure, mend, dependsOn = [], cases } = requirement;
  const paragraphs = [
    ['Level', level],
    ['Source', source],
    ['Seen by', seen.join(', ')],
    ['Provoked', provoked],
    ['A failure', failure],
    ['The mend', mend],
    ...(dependsOn.length === 0 ? [] : [['Mend first', `what else fails of ${dependsOn.join(', ')}`] as const]),
    [
      'Cases',
      cases.length === 0
        ? 'those that the messages of a described protocol give'
        : cases.map((one) => caseLabel(id, one)).join(', '),
    ],
    ...troubles.map(({ name, sign, mend }) => ['Or else', `${name}: ${sign}. Then ${mend}.`] as const),
  ] as const;
  const blocks = paragraphs.map(([label, words]) => {
    const [first = '', ...rest] = fill(words.split(' '), width - 11);
    return [`${label.padEnd(11)}${first}`, ...rest.map((line) => `${' '.repeat(11)}${line}`)].join('\n');
  });
  return `${id}\n\n${fill(text.split(' '), width).join('\n')}\n\n${blocks.join('\n')}\n`;
}

function caseLabel(id: string, one: string): string {
  return one.slice(id.length).replace(/^\[|\]$/g, '') || 'one';
}
