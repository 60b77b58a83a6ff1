import { join } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** The temporary file is named after the upload. */
export const sharesPartFiles: Fault = {
  name: 'shares-part-files',
  endpoint: 'upload',
  summary: 'writes two uploads of one name to the same temporary file',
  breaks: ['parts-apart'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    open: (dir, name) => openDraft(dir, name, { temporary: join(dir, `${name}.part`), flags: 'w' }),
  }),
};
