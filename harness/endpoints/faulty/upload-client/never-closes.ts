import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';
import { transmitAndStay } from '../transmit-then.ts';

/** The socket is left to the garbage collector, which never comes. */
export const neverCloses: ClientFault = {
  name: 'never-closes',
  endpoint: 'upload',
  summary: 'keeps its side open after the contents',
  breaks: ['closes-after-contents'],
  mayRedden: {},
  run: runOf(uploadAct(uploadCaller({ ...carefulUploadCall, transmit: transmitAndStay }))),
};
