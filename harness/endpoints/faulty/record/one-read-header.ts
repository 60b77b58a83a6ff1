import type { Fault } from '../../../contracts/endpoint.ts';
import { RECORD_HEADER_OCTETS } from '../../../protocols/record.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import { octetsWithin } from '../within-reads.ts';

/** The mistake of every first socket program: one send is taken to be one receive. */
export const oneReadHeader: Fault = {
  name: 'one-read-header',
  endpoint: 'record',
  summary: 'takes what the first read gives for the whole header',
  breaks: ['header-split-anywhere', 'octet-by-octet'],
  mayRedden: { 'random-segmentation': 'a cut is drawn within the header' },
  start: recordServer({ ...carefulRecord, receive: octetsWithin(1, RECORD_HEADER_OCTETS) }),
};
