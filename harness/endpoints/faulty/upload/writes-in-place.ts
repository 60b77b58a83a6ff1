import { join } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { type Draft, openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** The file of that name is opened at once, and removed where the upload does not come whole. */
export const writesInPlace: Fault = {
  name: 'writes-in-place',
  endpoint: 'upload',
  summary: 'writes straight to the file of that name',
  breaks: ['appears-whole', 'parts-apart'],
  mayRedden: {
    'short-contents': 'it has written over the file of the name before it knows whether the upload is whole',
  },
  start: uploadServer({ ...carefulUpload, open: openInPlace }),
};

async function openInPlace(dir: string, name: string): Promise<Draft> {
  const draft = await openDraft(dir, name, { temporary: join(dir, name), flags: 'w' });
  let isKept = false;
  return {
    ...draft,
    keep: async () => {
      isKept = true;
      await draft.close();
    },
    discard: () => (isKept ? draft.close() : draft.discard()),
  };
}
