import type { ClientFault } from '../../../contracts/endpoint.ts';
import { UsageError } from '../../../contracts/errors.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { sendUpload } from '../../upload-client.ts';
import { silentOn } from '../silent-on.ts';

/** It returns early, and nobody asks why. */
export const hidesRefusals: ClientFault = {
  name: 'hides-refusals',
  endpoint: 'upload',
  summary: 'ends without a word when a file cannot be sent',
  breaks: ['missing-file', 'refuses-4-gib', 'name-within-limit'],
  mayRedden: {},
  run: runOf(silentOn((error) => error instanceof UsageError, uploadAct(sendUpload))),
};
