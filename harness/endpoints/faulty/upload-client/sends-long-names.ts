import { basename } from 'node:path';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { bigEndian32, headerOctets } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** A limit that nobody has read about. */
export const sendsLongNames: ClientFault = {
  name: 'sends-long-names',
  endpoint: 'upload',
  summary: 'sends a name of any length',
  breaks: ['name-within-limit'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        announce: async (call) => {
          const { size } = await carefulUploadCall.announce({ ...call, name: 'any' });
          return { name: basename(call.file), size };
        },
        encode: ({ name, size }) => headerOctets(Buffer.from(name), bigEndian32(size)),
      }),
    ),
  ),
};
