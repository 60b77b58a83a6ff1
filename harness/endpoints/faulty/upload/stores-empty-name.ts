import type { Fault } from '../../../contracts/endpoint.ts';
import { nameProblem } from '../../../protocols/upload.ts';
import { admitName } from '../../file-name.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { looseHeader } from '../loose-header.ts';

/** A default for what is missing. */
export const storesEmptyName: Fault = {
  name: 'stores-empty-name',
  endpoint: 'upload',
  summary: 'stores a file without a name as "unnamed"',
  breaks: ['name-empty'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    decode: looseHeader({ nameProblem: (name) => (name === '' ? undefined : nameProblem(name)) }),
    admit: (name) => admitName(name === '' ? 'unnamed' : name),
  }),
};
