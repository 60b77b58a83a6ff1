import { posix } from 'node:path';
import { code } from '../../../reports/markdown-text.ts';
import { RIGHT } from '../../../suites/laws/law.ts';
import { escaped } from '../../../suites/requirement-tables.ts';
import type { Level, Requirement } from '../../contracts/requirement.ts';
import type { Breaker } from './breakers.ts';
import { languages, type Mend } from './mends.ts';

/** All that a page tells of one requirement. */
export interface Told {
  readonly requirement: Requirement;
  /** The page, below the folder of the pages. */
  readonly page: string;
  /** The labels of its cases; none of a law, whose cases follow from the description, nor of a row with one case. */
  readonly labels: readonly string[];
  /** How it is mended in code; undefined where a sentence is all. */
  readonly mend: Mend | undefined;
  /** Requirements that a failure usually comes of, and those whose failure usually comes of it. */
  readonly causes: readonly Other[];
  readonly effects: readonly Other[];
  readonly breakers: readonly Breaker[];
}

/** Another requirement that a page names. */
export interface Other {
  readonly id: string;
  readonly page: string;
}

/** What is said in front of every page, for those who look at its source. */
export const MADE = '<!-- Made by npm run docs. -->';

/** The page of a requirement. */
export function requirementPage(told: Told): string {
  return whole([MADE, `# ${told.requirement.id}`, ...sections(told, '##')]);
}

/** The page of a law. Where streams and datagrams have one of this name each, it tells both. */
export function lawPageText(id: string, laws: ReadonlyArray<Told & { readonly over: string }>): string {
  const [first] = laws;
  const isOne = laws.length === 1 && first !== undefined;
  return whole([
    MADE,
    `# Law ${id}`,
    `A law judges every protocol that is described: ${code(`PROTOCOL/${id}`)} ([how to describe yours](${link(first?.page ?? '', '../your-own-protocol.md')})).`,
    ...(isOne
      ? [`It is one of protocols over ${first.over}.`, ...sections(first, '##')]
      : laws.flatMap((law) => [`## Over ${law.over}`, ...sections(law, '###')])),
  ]);
}

function whole(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

function sections(told: Told, mark: string): readonly string[] {
  const { requirement, labels, mend, breakers } = told;
  const { text, level, source, seen, failure } = requirement;
  const [how = '', right] = requirement.provoked.split(RIGHT);
  return [
    `> ${escaped(text)}`,
    `- Level: ${levels[level]}\n- Source: ${escaped(source)}\n- Seen by: ${seen.join(', ')} ([what these are](${link(told.page, '../../suites/README.md#terms')}))`,
    `${mark} How it is provoked`,
    escaped(how),
    ...(labels.length === 0 ? [] : [labelsLine(labels)]),
    ...(right === undefined ? [] : [`${mark} What is right`, rightList(right)]),
    `${mark} Usual cause`,
    escaped(failure),
    `${mark} Usual mend`,
    escaped(requirement.mend),
    ...(mend === undefined ? [] : mendBlocks(mend)),
    ...kin(told, mark),
    `${mark} Mistakes that break it`,
    ...(breakers.length === 0 ? ['None of the tables names it.'] : breakersBlocks(requirement.id, breakers)),
  ];
}

const levels: Readonly<Record<Level, string>> = {
  MUST: 'MUST: where it is broken, the run is not conformant',
  SHOULD: 'SHOULD: where it is broken, that is a warning, and fails the run under `--strict`',
  MAY: 'MAY: where it is not met, it does not apply',
};

/** Labels that are named; those of a long table say little more. */
const LABELS = 12;

function labelsLine(labels: readonly string[]): string {
  const shown = labels.slice(0, LABELS).map(code).join(', ');
  const more = labels.length > LABELS ? `, and ${labels.length - LABELS} more` : '';
  return `Cases: ${shown}${more}.`;
}

function rightList(right: string): string {
  const outcomes = right.replace(/\.$/, '').split('; and ');
  return outcomes.map((one) => `- ${escaped(one)}`).join('\n');
}

function mendBlocks({ title, why, code: blocks }: Mend): readonly string[] {
  return [
    `**${title}.** ${why}`,
    ...[...blocks].map(
      ([language, block]) =>
        `<details>\n<summary>${languages[language]}</summary>\n\n\`\`\`${language}\n${block}\`\`\`\n\n</details>`,
    ),
  ];
}

function kin({ page, causes, effects }: Told, mark: string): readonly string[] {
  const links = (others: readonly Other[]): string =>
    others.map(({ id, page: to }) => `[${id.split('/').at(-1)}](${link(page, to)})`).join(', ');
  if (causes.length + effects.length === 0) return [];
  return [
    `${mark} What fails with it`,
    [
      ...(causes.length === 0 ? [] : [`- Where one of these fails too, mend that first: ${links(causes)}`]),
      ...(effects.length === 0 ? [] : [`- These often fail because of it: ${links(effects)}`]),
    ].join('\n'),
  ];
}

function breakersBlocks(id: string, breakers: readonly Breaker[]): readonly string[] {
  const rows = breakers.map(({ name, does }) => `- ${code(name)}${does === '' ? '' : `: ${escaped(does)}`}`);
  const words = breakers.find((one) => one.words !== undefined)?.words;
  return [
    rows.join('\n'),
    ...(words === undefined
      ? []
      : [`To see one fail:\n\n\`\`\`sh\nsockspec run --only ${id} ${words} --verbose\n\`\`\``]),
  ];
}

function link(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}
