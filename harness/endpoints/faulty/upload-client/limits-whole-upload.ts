import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { CallFailure } from '../../connect.ts';
import { type Transmit, transmit } from '../../transmit.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** More than a stall, so that a busy machine alone does not redden rows of large files. */
const LIMIT = 4 / 3;

/** One alarm for all that is sent. */
export const limitsWholeUpload: ClientFault = {
  name: 'limits-whole-upload',
  endpoint: 'upload',
  summary: 'its time limit is one for the whole upload',
  breaks: ['gives-up-on-stall'],
  mayRedden: {},
  run: runOf(uploadAct(uploadCaller({ ...carefulUploadCall, transmit: withinOneLimit }))),
};

async function withinOneLimit(...[socket, where, transmission]: Parameters<Transmit>): Promise<boolean> {
  const limitMs = Math.ceil(transmission.replyMs * LIMIT);
  const limit = setTimeout(
    () => socket.destroy(new CallFailure('timed-out', `timed out: ${where} took longer than ${limitMs} ms`)),
    limitMs,
  );
  return transmit(socket, where, transmission).finally(() => clearTimeout(limit));
}
