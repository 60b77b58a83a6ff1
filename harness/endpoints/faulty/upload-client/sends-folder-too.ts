import { basename, dirname } from 'node:path';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { bigEndian32, headerOctets } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** The name is what was typed, path and all; here the last folder of it. */
export const sendsFolderToo: ClientFault = {
  name: 'sends-folder-too',
  endpoint: 'upload',
  summary: 'sends a path for a name',
  breaks: ['name-is-base-name'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        announce: async (call) => {
          const { name, size } = await carefulUploadCall.announce(call);
          return { name: `${basename(dirname(call.file))}/${name}`, size };
        },
        encode: ({ name, size }) => headerOctets(Buffer.from(name), bigEndian32(size)),
      }),
    ),
  ),
};
