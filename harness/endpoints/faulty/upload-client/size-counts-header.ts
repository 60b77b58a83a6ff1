import type { ClientFault } from '../../../contracts/endpoint.ts';
import { uploadHeader } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** The size of all that is sent. */
export const sizeCountsHeader: ClientFault = {
  name: 'size-counts-header',
  endpoint: 'upload',
  summary: 'announces a size that includes the header',
  breaks: ['size-matches-contents', 'size-is-big-endian'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        encode: (header) => uploadHeader.encode({ ...header, size: header.size + uploadHeader.encode(header).length }),
      }),
    ),
  ),
};
