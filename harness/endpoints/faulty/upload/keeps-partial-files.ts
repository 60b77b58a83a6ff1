import type { Fault } from '../../../contracts/endpoint.ts';
import { demandExactly } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** Whatever came until the end of the stream is the file. */
export const keepsPartialFiles: Fault = {
  name: 'keeps-partial-files',
  endpoint: 'upload',
  summary: 'stores what came of a file that was cut short',
  breaks: ['short-contents'],
  mayRedden: { 'disconnect-anywhere': 'a whole header opens the file' },
  start: uploadServer({
    ...carefulUpload,
    judge: (received, size) => demandExactly({ ...received, octets: size }, size),
  }),
};
