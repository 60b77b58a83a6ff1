import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { headerWithin } from '../few-reads.ts';

/** The mistake of every first socket program: one send is taken to be one receive. */
export const oneReadHeader: Fault = {
  name: 'one-read-header',
  endpoint: 'upload',
  summary: 'takes what the first read gives for the whole header',
  breaks: ['header-split-anywhere', 'header-octet-by-octet'],
  mayRedden: { 'random-segmentation': 'a cut is drawn within the header' },
  start: uploadServer({ ...carefulUpload, readHeader: headerWithin(1) }),
};
