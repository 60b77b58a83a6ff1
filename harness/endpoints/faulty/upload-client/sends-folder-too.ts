import { basename, dirname } from 'node:path';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { carefulUploadCall } from '../../upload-client.ts';
import { announcing } from '../announcing.ts';

/** The name is what was typed, path and all; here the last folder of it. */
export const sendsFolderToo: ClientFault = {
  name: 'sends-folder-too',
  endpoint: 'upload',
  summary: 'sends a path for a name',
  breaks: ['name-is-base-name'],
  mayRedden: {},
  run: announcing(async (call) => {
    const { name, size } = await carefulUploadCall.announce(call);
    return { name: `${basename(dirname(call.file))}/${name}`, size };
  }),
};
