import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { copyInto } from '../copy-into.ts';

/** The file is opened for appending. */
export const appendsSameName: Fault = {
  name: 'appends-same-name',
  endpoint: 'upload',
  summary: 'adds a second upload of the same name to the first',
  breaks: ['same-name-twice', 'parts-apart'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, open: (dir, name) => openDraft(dir, name, { place: copyInto('a') }) }),
};
