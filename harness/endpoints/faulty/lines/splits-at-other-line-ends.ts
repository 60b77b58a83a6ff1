import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';

/** splitlines knows many line ends. */
export const splitsAtOtherLineEnds: Fault = {
  name: 'splits-at-other-line-ends',
  endpoint: 'lines',
  summary: 'takes VT, FF, NEL and U+2028 for the end of a line',
  breaks: ['shows-each-line'],
  mayRedden: {},
  start: linesServer({
    ...carefulLines,
    text: (line) => carefulLines.text(line).replace(/[\v\f\u0085\u2028\u2029]/g, '\n'),
  }),
};
