import type { ClientFault } from '../../../contracts/endpoint.ts';
import { bigEndian32, headerOctets } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** A name that came from a form was always trimmed. */
export const trimsNames: ClientFault = {
  name: 'trims-names',
  endpoint: 'upload',
  summary: 'sends the name without spaces at its ends',
  breaks: ['name-exact'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        announce: async (call) => {
          const header = await carefulUploadCall.announce(call);
          return { ...header, name: header.name.trim() };
        },
        encode: ({ name, size }) => headerOctets(Buffer.from(name), bigEndian32(size)),
      }),
    ),
  ),
};
