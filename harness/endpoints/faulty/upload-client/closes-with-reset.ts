import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';
import { transmitAndReset } from '../transmit-then.ts';

/** An abortive close (SO_LINGER with a time of 0). */
export const closesWithReset: ClientFault = {
  name: 'closes-with-reset',
  endpoint: 'upload',
  summary: 'ends with RST instead of FIN',
  breaks: ['closes-after-contents'],
  mayRedden: {},
  run: runOf(uploadAct(uploadCaller({ ...carefulUploadCall, transmit: transmitAndReset }))),
};
