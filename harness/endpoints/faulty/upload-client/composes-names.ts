import type { ClientFault } from '../../../contracts/endpoint.ts';
import { bigEndian32, headerOctets } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** One normal form for all names, so that they compare. */
export const composesNames: ClientFault = {
  name: 'composes-names',
  endpoint: 'upload',
  summary: 'sends the name in another normal form',
  breaks: ['name-exact'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        announce: async (call) => {
          const header = await carefulUploadCall.announce(call);
          return { ...header, name: header.name.normalize() };
        },
        encode: ({ name, size }) => headerOctets(Buffer.from(name), bigEndian32(size)),
      }),
    ),
  ),
};
