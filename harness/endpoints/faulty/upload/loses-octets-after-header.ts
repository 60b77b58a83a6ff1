import type { Fault } from '../../../contracts/endpoint.ts';
import { readHeader } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** A buffered reader for the header, the bare socket for the contents. */
export const losesOctetsAfterHeader: Fault = {
  name: 'loses-octets-after-header',
  endpoint: 'upload',
  summary: 'loses the contents that came in the same read as the end of the header',
  breaks: ['header-with-contents'],
  mayRedden: {
    'header-split-anywhere': 'the end of the header comes together with contents',
    'random-segmentation': 'the same',
    'two-at-once': 'the same of uploads that are cut as others leave',
  },
  start: uploadServer({
    ...carefulUpload,
    readHeader: async (read, decode) => ({ ...(await readHeader(read, decode)), rest: new Uint8Array() }),
  }),
};
