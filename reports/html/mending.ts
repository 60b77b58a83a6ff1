import { dependentsWords, type Root } from '../folding.ts';
import { isNotOk } from '../summary.ts';
import { gravity } from '../trouble.ts';
import type { PlacedRequirement } from './anchors.ts';
import { badge } from './badge.ts';
import { type Markup, markup, type Part } from './markup.ts';

/** A failure that nothing explains, with the places of those that depend on it. */
export type PlacedRoot = Root<PlacedRequirement>;

/** Requirements that are named in the table of contents; whoever has mended so many runs it again. */
const NAMED = 50;

/** What fails, in the order in which it is mended: the gravest first, and of these the one on which most depends. */
export function mendFirst(roots: readonly PlacedRoot[]): Part {
  const failed = roots.filter(({ row }) => row.cases.some(isNotOk)).toSorted(byWeight);
  if (failed.length === 0) return '';
  return markup`<nav aria-label="Fix this first">
<h2>Fix this first</h2>
<ol>
${failed.slice(0, NAMED).map(item)}</ol>
${failed.length > NAMED ? markup`<p>… and ${failed.length - NAMED} more, below.</p>\n` : ''}</nav>
`;
}

/** "26 more depend on this one", with a link to each. */
export function dependentLinks(dependents: readonly PlacedRequirement[]): Part {
  if (dependents.length === 0) return '';
  const links = dependents.map(
    ({ anchor, requirement }, index) =>
      markup`${index === 0 ? '' : ', '}<a href="#${anchor}">${requirement.split('/').at(-1) ?? ''}</a>`,
  );
  return markup`<p class="folded"><strong>${dependentsWords(dependents.length)}</strong>: ${links}</p>`;
}

function item({ row, dependents }: PlacedRoot): Markup {
  const { anchor, requirement, target, verdict, cases } = row;
  const words = dependentsWords(dependents.length);
  return markup`<li>${badge(verdict)} <a href="#${anchor}">${requirement}</a> on <bdi>${target}</bdi>: ${cases[0]?.text ?? ''}${words === '' ? '' : markup` <strong>${words}.</strong>`}</li>
`;
}

function byWeight(one: PlacedRoot, other: PlacedRoot): number {
  const worst = ({ row }: PlacedRoot): number => Math.min(...row.cases.filter(isNotOk).map(gravity));
  return worst(one) - worst(other) || other.dependents.length - one.dependents.length;
}
