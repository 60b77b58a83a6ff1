import type { Outcome, Run } from '../../harness/contracts/run.ts';
import { countsByVerdict, INCOMPLETE, plural, quickLines, unmatchedLines } from '../closing.ts';
import { headline } from '../headline.ts';
import { requirementResults } from '../summary.ts';
import { type Markup, markup, type Part } from './markup.ts';
import { duration } from './units.ts';

/** The top of the page: what the run came to, when, of what extent, and how to have the same again. */
export function front(run: Run): Markup {
  const { cases, complete, conclusion, durationMs, exitStatus, outcome, seed, started, tool } = run;
  return markup`<header>
<h1>Conformance report</h1>
<p class="outcome ${outcome}"><span aria-hidden="true">${signs[outcome]}</span> ${headline(run)}</p>
<p class="conclusion">${conclusion}</p>
${[...quickLines(run), ...unmatchedLines(run)].map((line) => markup`<p>${line}</p>`)}
${complete ? '' : markup`<p class="incomplete"><strong>${INCOMPLETE}</strong></p>`}
<ul class="counts">${countsByVerdict(run).map(count)}</ul>
<dl class="facts">
${fact('Started', moment(started))}
${fact('Took', duration(durationMs))}
${fact('Extent', `${plural(cases.length, 'case')}, ${plural(requirementResults(cases).length, 'requirement')}`)}
${fact('Seed', seed)}
${fact('Exit status', exitStatus)}
${fact('Tool', `${tool.name} ${tool.version}`)}
</dl>
</header>
`;
}

const signs: Readonly<Record<Outcome, string>> = { conformant: '✓', nonconformant: '✗', inconclusive: '?', error: '✗' };

/** A count of nothing has no colour. */
function count(text: string): Markup {
  const [number = '', kind = ''] = text.split(' ');
  return markup`<li class="${number === '0' ? 'none' : kind}">${text}</li>`;
}

function fact(label: string, value: Part): Markup {
  return markup`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** A time that is not written as the harness writes it is shown as it is. */
function moment(started: string): Part {
  const [, day = '', time = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(started) ?? [];
  if (day === '') return started;
  return markup`<time datetime="${day}T${time}Z">${day} ${time} UTC</time>`;
}
