import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import { untilClosed } from '../../socket.ts';

/** The socket is left to the garbage collector. */
export const neverCloses: Fault = {
  name: 'never-closes',
  endpoint: 'record',
  summary: 'shows the record and never closes its side',
  breaks: ['closes-after-record'],
  mayRedden: {},
  start: recordServer({ ...carefulRecord, finish: untilClosed }),
};
