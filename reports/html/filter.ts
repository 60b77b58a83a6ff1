import { verdictsByGravity } from '../../harness/contracts/gravity.ts';
import { isNotOk, type RequirementResult } from '../summary.ts';
import type { PlacedSuite } from './anchors.ts';
import { type Markup, markup } from './markup.ts';

/** Failures that no other explains: what a page opens on, where there are any. */
export const FIRST = 'first';

/** What a reader may show alone, apart from everything. */
export const SHOWABLE = [FIRST, ...verdictsByGravity, 'flaky'] as const;

/**
 * Under which of them a requirement is shown: its verdict, and what worse than a pass any of its cases says, so that no
 * failed case hides behind an error.
 */
export function shownUnder({ verdict, cases, flaky, explainedBy }: RequirementResult): readonly string[] {
  return SHOWABLE.filter((one) => {
    if (one === FIRST) return explainedBy === '' && cases.some(isNotOk);
    if (one === 'flaky') return flaky;
    if (one === 'pass' || one === 'not-applicable') return one === verdict;
    return cases.some((result) => result.verdict === one);
  });
}

/** The choice of what is shown, by style alone, and the search, which the script uncovers. */
export function filter(suites: readonly PlacedSuite[]): Markup {
  const places = suites.flatMap(({ requirements }) => requirements.map(shownUnder));
  if (places.length === 0) return markup``;
  const choices = SHOWABLE.map((one) => ({ one, count: places.filter((place) => place.includes(one)).length }));
  const opensOnFirst = choices.some(({ one, count }) => one === FIRST && count > 0);
  return markup`<div class="tools">
<fieldset class="show"><legend>Show requirements</legend>
<label><input type="radio" name="show" value="all"${opensOnFirst ? '' : CHECKED}> all ${places.length}</label>
${choices.filter(({ count }) => count > 0).map(choice)}</fieldset>
<div class="search" hidden><label>Find <input type="search" placeholder="id, text or reason"></label> <button type="button">Open all cases</button></div>
<p class="found" role="status"></p>
</div>
`;
}

const CHECKED = markup` checked`;

function choice({ one, count }: { readonly one: string; readonly count: number }): Markup {
  const [checked, word] = one === FIRST ? [CHECKED, 'fix first'] : ['', one];
  return markup`<label><input type="radio" name="show" value="${one}"${checked}> ${word} ${count}</label>\n`;
}
