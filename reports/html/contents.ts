import { gravestVerdict } from '../../harness/contracts/gravity.ts';
import type { TargetKind } from '../../harness/contracts/run.ts';
import type { PlacedSuite } from './anchors.ts';
import { badge } from './badge.ts';
import { type Markup, markup, type Part } from './markup.ts';

/** The table of contents: each target with how it was reached, and what its suite came to. */
export function contents(suites: readonly PlacedSuite[]): Markup {
  return markup`<nav aria-label="Targets">
<h2>Targets</h2>
${suites.length === 0 ? markup`<p>There was no target.</p>` : table(suites)}
</nav>
`;
}

function table(suites: readonly PlacedSuite[]): Markup {
  return markup`<table class="targets">
<thead><tr><th scope="col">suite</th><th scope="col">target</th><th scope="col">reached</th><th scope="col">requirements passed</th><th scope="col">verdict</th></tr></thead>
<tbody>
${suites.map(row)}</tbody>
</table>`;
}

function row({ anchor, suite, target, reached, requirements }: PlacedSuite): Markup {
  const passed = requirements.filter(({ verdict }) => verdict === 'pass').length;
  const others = requirements.filter(({ verdict }) => verdict === 'not-applicable').length;
  return markup`<tr><th scope="row"><a href="#${anchor}">${suite}</a></th><td>${target}</td>\
<td>${reached === undefined ? '' : way(reached, target)}</td><td>${passed} of ${requirements.length - others}${others === 0 ? '' : `, ${others} not applicable`}</td>\
<td>${requirements.length === 0 ? 'no case was run' : badge(gravestVerdict(requirements.map(({ verdict }) => verdict)))}</td></tr>
`;
}

/** A launched program is often called by its command, which stands beside it. */
function way({ kind, address }: { readonly kind: TargetKind; readonly address: string }, target: string): Part {
  return kind === 'exec' && address === target ? ways[kind] : markup`${ways[kind]}: <code>${address}</code>`;
}

/** How a target was reached, in words; its address says where. */
const ways: Readonly<Record<TargetKind, string>> = {
  reference: 'built-in reference',
  address: 'ran already',
  exec: 'launched',
  listen: 'started elsewhere, connected to',
  capture: 'captured frames',
};
