import { join } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** A temporary file with a fixed name, as if there were only one client. */
export const mixesConcurrentUploads: Fault = {
  name: 'mixes-concurrent-uploads',
  endpoint: 'upload',
  summary: 'writes concurrent uploads to the same temporary file',
  breaks: ['two-at-once'],
  mayRedden: [],
  start: uploadServer({
    ...carefulUpload,
    open: (dir, name) => openDraft(dir, name, { temporary: join(dir, '.upload.part'), flags: 'w' }),
  }),
};
