import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { sendUpload } from '../../upload-client.ts';
import { hasOutcome, silentOn } from '../silent-on.ts';

/** The exception is caught and passed over. */
export const hidesLostConnection: ClientFault = {
  name: 'hides-lost-connection',
  endpoint: 'upload',
  summary: 'ends without a word when the server resets or closes the connection',
  breaks: ['reset-during-upload', 'close-during-upload'],
  mayRedden: {},
  run: runOf(silentOn(hasOutcome('reset'), uploadAct(sendUpload))),
};
