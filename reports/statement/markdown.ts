import { cell, code, prose } from '../markdown-text.ts';
import type { Paper, PaperTable, Section, Told } from './paper.ts';

/** A statement in GitHub Flavored Markdown; a page begins behind a rule. */
export function markdownPaper({ title, sentence, sections, footer }: Paper): string {
  const blocks = [
    `# ${title}`,
    prose(sentence),
    ...sections.flatMap(sectionBlocks),
    '---',
    footer.map(([label, value]) => `- **${inLine(label)}**: ${inLine(value)}`).join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sectionBlocks({ title, isNewPage, lines, tables }: Section): readonly string[] {
  return [...(isNewPage === true ? ['---'] : []), `## ${title}`, ...lines.map(prose), ...tables.flatMap(tableBlocks)];
}

function tableBlocks({ caption, head, rows }: PaperTable): readonly string[] {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map((told) => cell(inLine(told))))];
  return [`### ${prose(caption)}`, lines.map((line) => `| ${line.join(' | ')} |`).join('\n')];
}

function inLine(told: Told): string {
  return typeof told === 'string' ? prose(told) : `${told.before ?? ''}${code(told.code)}`;
}
