import type { Fault } from '../../../contracts/endpoint.ts';
import { untilClosed } from '../../socket.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** The socket is left to the garbage collector. */
export const keepsConnectionOpen: Fault = {
  name: 'keeps-connection-open',
  endpoint: 'upload',
  summary: 'stores the file and never closes its side',
  breaks: ['closes-after-upload'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, finish: untilClosed }),
};
