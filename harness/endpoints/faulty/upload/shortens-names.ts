import type { Fault } from '../../../contracts/endpoint.ts';
import { admitName } from '../../file-name.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { LONG_NAME_OCTETS, looseHeader } from '../loose-header.ts';

/** What does not fit is cut off, silently. */
export const shortensNames: Fault = {
  name: 'shortens-names',
  endpoint: 'upload',
  summary: 'stores names over the limit under their first 32 characters',
  breaks: ['name-over-limit'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    decode: looseHeader({ nameOctets: LONG_NAME_OCTETS, nameProblem: (name) => (name === '' ? 'no name' : undefined) }),
    admit: (name) => admitName([...name].slice(0, 32).join('')),
  }),
};
