import { constants } from 'node:fs';
import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { copyInto } from '../copy-into.ts';

/** A longer file that was there before shows through at the end. */
export const overwritesWithoutTruncating: Fault = {
  name: 'overwrites-without-truncating',
  endpoint: 'upload',
  summary: 'writes a second upload over the first and leaves what is beyond',
  breaks: ['same-name-twice'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    open: (dir, name) => openDraft(dir, name, { place: copyInto(constants.O_WRONLY | constants.O_CREAT) }),
  }),
};
