import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';

/** Columns between two stops. */
const WIDTH = 8;

/** The text is made ready for a screen. */
export const expandsTabs: Fault = {
  name: 'expands-tabs',
  endpoint: 'lines',
  summary: 'shows a tab as spaces',
  breaks: ['shows-each-line'],
  mayRedden: {},
  start: linesServer({
    ...carefulLines,
    text: (line) => carefulLines.text(line).replaceAll('\t', ' '.repeat(WIDTH)),
  }),
};
