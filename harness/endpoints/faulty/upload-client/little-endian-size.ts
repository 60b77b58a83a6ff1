import type { ClientFault } from '../../../contracts/endpoint.ts';
import { bigEndian32, headerOctets } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** The bytes of the machine, taken for the octets of the network. */
export const littleEndianSize: ClientFault = {
  name: 'little-endian-size',
  endpoint: 'upload',
  summary: 'sends the size little endian',
  breaks: ['size-is-big-endian'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        encode: ({ name, size }) => headerOctets(Buffer.from(name), bigEndian32(size).reverse()),
      }),
    ),
  ),
};
