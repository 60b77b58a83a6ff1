import type { Fault } from '../../../contracts/endpoint.ts';
import { nameProblem } from '../../../protocols/upload.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { looseHeader } from '../loose-header.ts';

/** A buffer of 32 characters that must also hold a terminator. */
export const nameLimit31: Fault = {
  name: 'name-limit-31',
  endpoint: 'upload',
  summary: 'refuses names of 32 characters',
  breaks: ['name-at-limit', 'name-not-ascii'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    decode: looseHeader({ nameProblem: (name) => nameProblem(name) ?? (name.length === 32 ? 'too long' : undefined) }),
  }),
};
