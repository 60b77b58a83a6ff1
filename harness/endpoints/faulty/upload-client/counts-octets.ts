import type { ClientFault } from '../../../contracts/endpoint.ts';
import { UsageError } from '../../../contracts/errors.ts';
import { NAME_LIMIT } from '../../../protocols/upload.ts';
import { carefulUploadCall } from '../../upload-client.ts';
import { announcing } from '../announcing.ts';

/** strlen counts no characters. */
export const countsOctets: ClientFault = {
  name: 'counts-octets',
  endpoint: 'upload',
  summary: 'takes 32 octets for the limit of a name',
  breaks: ['name-at-limit'],
  mayRedden: {},
  run: announcing(async (call) => {
    const header = await carefulUploadCall.announce(call);
    if (Buffer.byteLength(header.name) > NAME_LIMIT) throw new UsageError('cannot send it: its name is too long');
    return header;
  }),
};
