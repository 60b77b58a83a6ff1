import type { Fault } from '../../../contracts/endpoint.ts';
import { uploadHeader } from '../../../protocols/upload.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { wedge } from '../wedge.ts';

/** The announced octets are allocated at once; where the machine has not so much, the program ends. */
export const diesOnHugeSize: Fault = {
  name: 'dies-on-huge-size',
  endpoint: 'upload',
  summary: 'serves nobody any more once over 1 GiB was announced',
  breaks: ['size-is-unsigned', 'swapped-size-survived', 'disconnect-anywhere'],
  mayRedden: {},
  start: (options) => {
    const { trip, guard } = wedge();
    return uploadServer(
      {
        ...carefulUpload,
        decode: (octets, ended) => {
          const decoded = uploadHeader.decode(octets, ended);
          if (decoded.kind === 'message' && decoded.message.size > 0x4000_0000) trip();
          return decoded;
        },
      },
      guard,
    )(options);
  },
};
