import type { Fault } from '../../../contracts/endpoint.ts';
import { admitName } from '../../file-name.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** The line that a name came in is stripped of more than its end. */
export const stripsNames: Fault = {
  name: 'strips-names',
  endpoint: 'upload',
  summary: 'takes spaces away from both ends of a name',
  breaks: ['name-as-sent'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, admit: (name) => admitName(name.replace(/^ +| +$/g, '')) }),
};
