import { cell, prose } from '../markdown-text.ts';
import type { Paper, PaperTable, Section } from './paper.ts';

/** A statement in GitHub Flavored Markdown; a page begins behind a rule. */
export function markdownPaper({ title, sentence, sections, footer }: Paper): string {
  const blocks = [
    `# ${title}`,
    prose(sentence),
    ...sections.flatMap(sectionBlocks),
    '---',
    footer.map(([label, value]) => `- **${prose(label)}**: ${prose(value)}`).join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sectionBlocks({ title, isNewPage, lines, tables }: Section): readonly string[] {
  return [...(isNewPage === true ? ['---'] : []), `## ${title}`, ...lines.map(prose), ...tables.flatMap(tableBlocks)];
}

function tableBlocks({ caption, head, rows }: PaperTable): readonly string[] {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map((text) => cell(prose(text))))];
  return [`### ${prose(caption)}`, lines.map((line) => `| ${line.join(' | ')} |`).join('\n')];
}
