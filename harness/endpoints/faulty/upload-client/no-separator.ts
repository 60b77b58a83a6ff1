import type { ClientFault } from '../../../contracts/endpoint.ts';
import { uploadHeader } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** Four octets need no end, so none is sent. */
export const noSeparator: ClientFault = {
  name: 'no-separator',
  endpoint: 'upload',
  summary: 'leaves out the 0x0A after the size',
  breaks: ['header-is-well-formed'],
  mayRedden: {},
  run: runOf(
    uploadAct(uploadCaller({ ...carefulUploadCall, encode: (header) => uploadHeader.encode(header).subarray(0, -1) })),
  ),
};
