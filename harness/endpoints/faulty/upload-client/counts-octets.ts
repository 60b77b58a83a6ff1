import type { ClientFault } from '../../../contracts/endpoint.ts';
import { UsageError } from '../../../contracts/errors.ts';
import { bigEndian32, headerOctets, NAME_LIMIT } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** strlen counts no characters. */
export const countsOctets: ClientFault = {
  name: 'counts-octets',
  endpoint: 'upload',
  summary: 'takes 32 octets for the limit of a name',
  breaks: ['name-at-limit'],
  mayRedden: {},
  run: runOf(
    uploadAct(
      uploadCaller({
        ...carefulUploadCall,
        announce: async (call) => {
          const header = await carefulUploadCall.announce(call);
          if (Buffer.byteLength(header.name) > NAME_LIMIT) throw new UsageError('cannot send it: its name is too long');
          return header;
        },
        encode: ({ name, size }) => headerOctets(Buffer.from(name), bigEndian32(size)),
      }),
    ),
  ),
};
