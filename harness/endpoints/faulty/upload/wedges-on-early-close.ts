import type { Fault } from '../../../contracts/endpoint.ts';
import { uploadHeader } from '../../../protocols/upload.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { wedge } from '../wedge.ts';

/** The tutorial's server: it reads for ever at the end of the stream, which gives nothing each time. */
export const wedgesOnEarlyClose: Fault = {
  name: 'wedges-on-early-close',
  endpoint: 'upload',
  summary: 'serves nobody any more once a client has closed within the header',
  breaks: ['disconnect-anywhere', 'closes-after-disconnect'],
  mayRedden: {},
  start: (options) => {
    const { trip, guard } = wedge();
    return uploadServer(
      {
        ...carefulUpload,
        decode: (octets, ended) => {
          const decoded = uploadHeader.decode(octets, ended);
          if (ended && octets.length > 0 && decoded.kind !== 'message') trip();
          return decoded;
        },
      },
      guard,
    )(options);
  },
};
