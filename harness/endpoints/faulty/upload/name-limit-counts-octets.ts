import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { looseHeader } from '../loose-header.ts';

/** The limit is 32 characters; it counts octets. */
export const nameLimitCountsOctets: Fault = {
  name: 'name-limit-counts-octets',
  endpoint: 'upload',
  summary: 'refuses names of more than 32 octets',
  breaks: ['name-not-ascii'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, decode: looseHeader({ nameOctets: 32 }) }),
};
