import { basename } from 'node:path';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { carefulUploadCall } from '../../upload-client.ts';
import { announcing } from '../announcing.ts';

/** A limit that nobody has read about. */
export const sendsLongNames: ClientFault = {
  name: 'sends-long-names',
  endpoint: 'upload',
  summary: 'sends a name of any length',
  breaks: ['name-within-limit'],
  mayRedden: {},
  run: announcing(async (call) => {
    const { size } = await carefulUploadCall.announce({ ...call, name: 'any' });
    return { name: basename(call.file), size };
  }),
};
