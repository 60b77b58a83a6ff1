import type { Fault } from '../../../contracts/endpoint.ts';
import { admitName } from '../../file-name.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** Normal form C: two names of different octets become one. */
export const composesNames: Fault = {
  name: 'composes-names',
  endpoint: 'upload',
  summary: 'stores every file under the composed form of its name',
  breaks: ['name-not-ascii'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, admit: (name) => admitName(name).normalize('NFC') }),
};
