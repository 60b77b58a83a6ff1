import type { Run } from '../harness/contracts/run.ts';
import type { ReportFormat } from './format.ts';
import { htmlOf, markup } from './html/markup.ts';
import { isExtentUnknown } from './statement/extent.ts';
import { isInPart } from './statement/reservations.ts';
import { filesOf } from './statement/scope.ts';
import { hasFailed, requirementResults, unconcludedMusts } from './summary.ts';

/** A small picture (SVG) for a web page: what a run came to, in a few words. It needs nothing else. */
export const badge: ReportFormat = { name: 'badge', extension: 'svg', render };

/** What stands on the left. */
const NAME = 'sockspec';

/** In units of the picture: letters of 11 are at most so wide. */
const LETTER = 7;
const MARGIN = 6;
const HEIGHT = 20;

/** Dark enough for white letters: a contrast of 4.5 at least. */
const colours = { conformant: '#17663a', failed: '#b3261e', open: '#4b535d' } as const;

function render(run: Run): string {
  const { words, look } = badgeWords(run);
  const [left, right] = [NAME, words].map((text) => text.length * LETTER + 2 * MARGIN);
  const width = (left ?? 0) + (right ?? 0);
  const label = `${NAME}: ${words}`;
  return htmlOf(markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${label}">
<title>${label}</title>
<rect width="${width}" height="${HEIGHT}" rx="3" fill="#2b3037"/>
<rect x="${left ?? 0}" width="${right ?? 0}" height="${HEIGHT}" rx="3" fill="${colours[look]}"/>
<g fill="#fff" font-family="Verdana, Geneva, sans-serif" font-size="11">
<text x="${MARGIN}" y="14" textLength="${NAME.length * LETTER}">${NAME}</text>
<text x="${(left ?? 0) + MARGIN}" y="14" textLength="${words.length * LETTER}">${words}</text>
</g>
</svg>
`);
}

/** No word of the program stands on it: what it says is counted. */
function badgeWords(run: Run): { readonly words: string; readonly look: keyof typeof colours } {
  const rows = requirementResults(run.cases);
  const failed = rows.filter(({ cases }) => cases.some(hasFailed)).length;
  if (run.outcome === 'nonconformant')
    return { words: failed === 0 ? 'not conformant' : `${failed} failed`, look: 'failed' };
  if (run.outcome !== 'conformant') return { words: 'not concluded', look: 'open' };
  const open = unconcludedMusts(run.cases);
  const known = rows.filter(({ cases }) => cases.some((one) => one.known !== undefined)).length;
  const remarks = [
    ...(isInPart(run) ? ['in part'] : []),
    ...(isExtentUnknown(run) ? ['extent unknown'] : []),
    ...(filesOf(run).some(({ atEnd }) => atEnd !== undefined) ? ['program replaced'] : []),
    ...(open === 0 ? [] : [`${open} open`]),
    ...(known === 0 ? [] : [`${known} known`]),
  ];
  return { words: ['conformant', ...remarks].join(', '), look: 'conformant' };
}
