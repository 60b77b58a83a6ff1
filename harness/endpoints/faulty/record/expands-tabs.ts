import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';

/** Columns between two stops. */
const WIDTH = 8;

/** The text is made ready for a screen. */
export const expandsTabs: Fault = {
  name: 'expands-tabs',
  endpoint: 'record',
  summary: 'shows a tab as spaces',
  breaks: ['shows-record'],
  mayRedden: {},
  start: (options) =>
    recordServer(carefulRecord)({
      ...options,
      show: (text) => options.show?.(text.replaceAll('\t', ' '.repeat(WIDTH))),
    }),
};
