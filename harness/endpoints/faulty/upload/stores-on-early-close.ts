import type { Fault } from '../../../contracts/endpoint.ts';
import { demandExactly } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** The file is made when its header is there; nobody looks at what becomes of it. */
export const storesOnEarlyClose: Fault = {
  name: 'stores-on-early-close',
  endpoint: 'upload',
  summary: 'stores an empty file for a client that closed right after the header',
  breaks: ['disconnect-anywhere'],
  mayRedden: { 'short-contents': 'contents that are cut short are stored as well' },
  start: uploadServer({
    ...carefulUpload,
    judge: (received, size) => demandExactly(received.octets === 0 ? { ...received, octets: size } : received, size),
  }),
};
