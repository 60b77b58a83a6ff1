import type { Run } from '../../harness/contracts/run.ts';
import { rootsOf } from '../folding.ts';
import type { ReportFormat } from '../format.ts';
import { outcomeWords } from '../headline.ts';
import { suiteResults } from '../summary.ts';
import { allot } from './allotment.ts';
import { placed } from './anchors.ts';
import { wholeCase } from './cases.ts';
import { contents } from './contents.ts';
import { filter } from './filter.ts';
import { front } from './front.ts';
import { legend } from './legend.ts';
import { htmlOf, type Markup, markup } from './markup.ts';
import { matrices } from './matrix.ts';
import { mendFirst } from './mending.ts';
import { SCRIPT_HASH, script } from './script.ts';
import { STYLE_HASH, style } from './style.ts';
import { suiteSection } from './suite.ts';

/**
 * To be handed on: one file that needs nothing else. It may run its own script and have its own style, by their hashes;
 * its policy forbids it everything else, requests above all. Without script and style all of it can still be read.
 */
export const html: ReportFormat = { name: 'html', extension: 'html', render };

const POLICY = `default-src 'none'; script-src '${SCRIPT_HASH}'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

function render(run: Run): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${htmlOf(title(run))}</title>
<style>${style}</style>
</head>
<body>
${htmlOf(body(run))}<script>${script}</script>
</body>
</html>
`;
}

function title(run: Run): string {
  const { targets } = run;
  const [first] = targets;
  const subject = targets.length === 1 && first !== undefined ? first.name : `${targets.length} targets`;
  return `${outcomeWords(run)}: ${subject} (sockspec)`;
}

function body(run: Run): Markup {
  const suites = placed(suiteResults(run));
  const rows = suites.flatMap(({ requirements }) => requirements);
  const roots = rootsOf(rows);
  const shown = { roots, allotment: allot(rows, wholeCase) };
  return markup`${front(run)}${mendFirst(roots)}${contents(suites)}<main>
${matrices(run, suites)}${filter(suites)}${suites.map((suite) => suiteSection(suite, shown))}</main>
${legend()}`;
}
