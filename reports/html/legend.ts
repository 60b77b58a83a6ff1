import type { Verdict } from '../../harness/contracts/verdict.ts';
import { WHOLE_CASES } from './allotment.ts';
import { badge } from './badge.ts';
import { type Markup, markup } from './markup.ts';
import { SHOWN_OCTETS } from './timeline.ts';

/** The foot of the page, for whoever was handed it: what its words mean, and what it leaves out. */
export function legend(): Markup {
  return markup`<footer>
<h2>How to read this report</h2>
<dl>
${meanings.map(([verdict, meaning]) => markup`<div><dt>${badge(verdict)}</dt><dd>${meaning}</dd></div>\n`)}</dl>
<p>A requirement has the gravest verdict of its cases. One that is flaky was tried several times and differed.</p>
<p>In an exchange, iut is the implementation under test, harness the tester on the other side; times count from the beginning of the \
case. Of an event up to ${SHOWN_OCTETS} octets are shown, of a requirement up to ${WHOLE_CASES} cases with their exchanges, fewer where \
much has failed, and none of a pass without remarks: the JSON report of the run has them.</p>
<p>In a picture a broken arrow opens a connection, a bar is a FIN, a cross an RST.</p>
</footer>
`;
}

const meanings: readonly (readonly [Verdict, string])[] = [
  ['pass', 'observed, and as required'],
  ['fail', 'a MUST is broken'],
  ['warning', 'a SHOULD is broken'],
  ['inconclusive', 'nothing can be concluded; the reason says what is missing'],
  ['not-applicable', 'does not concern this implementation; the reason says why'],
  ['error', 'the tester itself failed'],
];
