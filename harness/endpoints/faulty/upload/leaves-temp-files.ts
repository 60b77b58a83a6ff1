import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** Cleaning up is left to somebody else. */
export const leavesTempFiles: Fault = {
  name: 'leaves-temp-files',
  endpoint: 'upload',
  summary: 'leaves the temporary file of a refused upload behind',
  breaks: ['leaves-no-debris'],
  mayRedden: {
    'disconnect-anywhere': 'the temporary file of an upload that was broken off is seen',
    'reset-anywhere': 'the same',
  },
  start: uploadServer({
    ...carefulUpload,
    open: async (dir, name) => {
      const draft = await openDraft(dir, name);
      return { ...draft, discard: draft.close };
    },
  }),
};
