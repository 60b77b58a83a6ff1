import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';

/** White space is stripped, or line ends are "normalised". */
export const dropsCarriageReturns: Fault = {
  name: 'drops-carriage-returns',
  endpoint: 'lines',
  summary: 'shows lines without their 0x0D',
  breaks: ['carriage-return-is-data'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, text: (line) => carefulLines.text(line.filter((octet) => octet !== 0x0d)) }),
};
