import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { sendUpload } from '../../upload-client.ts';

const HOUR_MS = 3_600_000;

/** A send without a timeout. */
export const waitsForEver: ClientFault = {
  name: 'waits-for-ever',
  endpoint: 'upload',
  summary: 'waits for ever for a server that takes nothing',
  breaks: ['gives-up-on-stall'],
  mayRedden: {},
  run: runOf((options) => uploadAct(sendUpload)({ ...options, replyMs: HOUR_MS })),
};
