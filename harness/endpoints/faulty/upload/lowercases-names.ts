import type { Fault } from '../../../contracts/endpoint.ts';
import { admitName } from '../../file-name.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** As on a file system, or through a helper, that folds case. */
export const lowercasesNames: Fault = {
  name: 'lowercases-names',
  endpoint: 'upload',
  summary: 'stores every file under its name in lower case',
  breaks: ['stores-under-its-name', 'name-as-sent', 'name-not-ascii'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, admit: (name) => admitName(name).toLowerCase() }),
};
