import type { ClientFault } from '../../../contracts/endpoint.ts';
import { headerOctets } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** A number, printed. */
export const decimalSize: ClientFault = {
  name: 'decimal-size',
  endpoint: 'upload',
  summary: 'sends the size in decimal digits',
  breaks: ['header-is-well-formed'],
  mayRedden: { 'size-is-big-endian': 'four digits and a separator make a header' },
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        encode: ({ name, size }) => headerOctets(Buffer.from(name), Buffer.from(`${size}`)),
      }),
    ),
  ),
};
