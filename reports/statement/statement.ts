import type { Run } from '../../harness/contracts/run.ts';
import type { RenderOptions, ReportFormat } from '../format.ts';
import { markdownPaper } from './markdown.ts';
import { htmlPaper } from './page.ts';
import { paperOf } from './paper-of.ts';

const inMarkdown = (run: Run, { source }: RenderOptions): string => markdownPaper(paperOf(run, source?.()));
const inHtml = (run: Run, { source }: RenderOptions): string => htmlPaper(paperOf(run, source?.()));

/**
 * For a customer: what was judged, with which reservations, what is declared, every verdict, the failures, and the hashes of
 * all that it was made of. A page of HTML or Markdown, by the name of its file.
 */
export const statement: ReportFormat = {
  name: 'statement',
  extension: 'md',
  render: inMarkdown,
  byEnding: { md: inMarkdown, markdown: inMarkdown, html: inHtml, htm: inHtml },
};
