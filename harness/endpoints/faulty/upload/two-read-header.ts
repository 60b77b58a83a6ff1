import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { headerWithin } from '../few-reads.ts';

/** Mended once, for the cut that was seen. */
export const twoReadHeader: Fault = {
  name: 'two-read-header',
  endpoint: 'upload',
  summary: 'takes at most two reads for the header',
  breaks: ['header-octet-by-octet'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, readHeader: headerWithin(2) }),
};
