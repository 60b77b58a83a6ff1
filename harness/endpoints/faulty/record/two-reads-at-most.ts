import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import { octetsWithin } from '../within-reads.ts';

/** One read for the header, one for the data. */
export const twoReadsAtMost: Fault = {
  name: 'two-reads-at-most',
  endpoint: 'record',
  summary: 'refuses a record that does not come within two reads',
  breaks: ['octet-by-octet', 'random-segmentation'],
  mayRedden: {},
  start: recordServer({ ...carefulRecord, receive: octetsWithin(2, Number.POSITIVE_INFINITY) }),
};
