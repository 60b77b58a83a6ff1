import type { ClientFault } from '../../../contracts/endpoint.ts';
import { bigEndian32, headerOctets } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** Names are the same in both cases, on some systems. */
export const lowerCasesNames: ClientFault = {
  name: 'lower-cases-names',
  endpoint: 'upload',
  summary: 'sends the name in lower case',
  breaks: ['name-exact'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        announce: async (call) => {
          const header = await carefulUploadCall.announce(call);
          return { ...header, name: header.name.toLowerCase() };
        },
        encode: ({ name, size }) => headerOctets(Buffer.from(name), bigEndian32(size)),
      }),
    ),
  ),
};
