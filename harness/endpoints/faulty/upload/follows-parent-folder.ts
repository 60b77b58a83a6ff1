import type { Fault } from '../../../contracts/endpoint.ts';
import { admitName } from '../../file-name.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** The name is joined to the folder without a look at it (CWE-22). */
export const followsParentFolder: Fault = {
  name: 'follows-parent-folder',
  endpoint: 'upload',
  summary: 'stores "../x" beside its folder',
  breaks: ['name-stays-inside'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, admit: (name) => (name.startsWith('../') ? name : admitName(name)) }),
};
