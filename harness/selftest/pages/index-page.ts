import type { SuiteRow } from '../../../suites/index.ts';
import { laws } from '../../../suites/laws/requirements.ts';
import { lawPage, pageOf } from '../../../suites/requirement-page.ts';
import { escaped } from '../../../suites/requirement-tables.ts';
import { MADE } from './page.ts';

/** The page that leads to all others. */
export function indexPage(suites: readonly SuiteRow[], lawIds: readonly string[]): string {
  return `${[
    MADE,
    '# Requirements and laws',
    'A page each: how it is provoked, what is right, what a failure usually means, and how it is mended in Python, C, Java, Go\nand Node. Reports link to them. `sockspec explain ID` says most of it in a terminal.',
    ...suites.flatMap((suite) => [
      `## ${suite.path}`,
      suite.requirements
        .map(({ id, level, text }) => item(id.split('/').at(-1) ?? id, pageOf(suite, id) ?? '', level, text))
        .join('\n'),
    ]),
    '## Laws of described protocols',
    lawIds.map((id) => lawItem(id)).join('\n'),
  ].join('\n\n')}\n`;
}

function lawItem(id: string): string {
  const [first] = laws.filter((law) => law.id === id);
  return first === undefined ? '' : item(id, lawPage(id), first.level, first.text);
}

function item(name: string, page: string, level: string, text: string): string {
  return `- [${name}](${page}) (${level}): ${escaped(text)}`;
}
