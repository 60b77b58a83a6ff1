import { join } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/**
 * A temporary file with a fixed name, as if there were only one client. Whoever comes while what an earlier one left
 * unfinished is still being cleared away is concurrent, too.
 */
export const mixesConcurrentUploads: Fault = {
  name: 'mixes-concurrent-uploads',
  endpoint: 'upload',
  summary: 'writes concurrent uploads to the same temporary file',
  breaks: ['two-at-once', 'parts-apart'],
  mayRedden: {
    'reset-anywhere': 'the upload that was broken off still runs when the next one comes',
    'name-as-sent': 'its uploads follow each other closely',
  },
  start: uploadServer({
    ...carefulUpload,
    open: (dir, name) => openDraft(dir, name, { temporary: join(dir, '.upload.part'), flags: 'w' }),
  }),
};
