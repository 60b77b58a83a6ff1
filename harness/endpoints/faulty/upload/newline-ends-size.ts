import type { Fault } from '../../../contracts/endpoint.ts';
import { SEPARATOR, uploadHeader } from '../../../protocols/upload.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

const SIZE_OCTETS = 4;

/** The tutorial's own program: it looks for the separator instead of counting four octets. */
export const newlineEndsSize: Fault = {
  name: 'newline-ends-size',
  endpoint: 'upload',
  summary: 'reads the size up to the next 0x0A',
  breaks: ['size-is-four-octets'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    decode: (octets, ended) => {
      const start = octets.indexOf(SEPARATOR) + 1;
      const length = octets.subarray(start).indexOf(SEPARATOR);
      const cut = start > 0 && length !== -1 && length < SIZE_OCTETS;
      return cut
        ? { kind: 'malformed', reason: `a size of ${length} octets`, offset: start }
        : uploadHeader.decode(octets, ended);
    },
  }),
};
