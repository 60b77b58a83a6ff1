import type { Fault } from '../../../contracts/endpoint.ts';
import { uploadHeader } from '../../../protocols/upload.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { wedge } from '../wedge.ts';

/** A size with its highest bit set is a negative number to a signed integer, and a loop down to zero never ends. */
export const signedSize: Fault = {
  name: 'signed-size',
  endpoint: 'upload',
  summary: 'takes sizes of 2 GiB and more for negative, and serves nobody any more',
  breaks: ['size-is-unsigned', 'swapped-size-survived', 'disconnect-anywhere'],
  mayRedden: {},
  start: (options) => {
    const { trip, guard } = wedge();
    return uploadServer(
      {
        ...carefulUpload,
        decode: (octets, ended) => {
          const decoded = uploadHeader.decode(octets, ended);
          if (decoded.kind === 'message' && decoded.message.size >= 0x8000_0000) trip();
          return decoded;
        },
      },
      guard,
    )(options);
  },
};
