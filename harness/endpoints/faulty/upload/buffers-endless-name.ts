import type { Fault } from '../../../contracts/endpoint.ts';
import { SEPARATOR } from '../../../protocols/upload.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { looseHeader } from '../loose-header.ts';
import { wedge } from '../wedge.ts';

const MEMORY_OCTETS = 1024 * 1024;

/** It collects a name until it ends; the memory ends first. */
export const buffersEndlessName: Fault = {
  name: 'buffers-endless-name',
  endpoint: 'upload',
  summary: 'buffers a name without end, and serves nobody any more after 1 MiB of it',
  breaks: ['name-without-end'],
  mayRedden: { 'endless-name-cut-short': 'what is buffered is read to its end' },
  start: (options) => {
    const { trip, guard } = wedge();
    const decode = looseHeader({ nameOctets: MEMORY_OCTETS });
    return uploadServer(
      {
        ...carefulUpload,
        decode: (octets, ended) => {
          if (octets.length > MEMORY_OCTETS && !octets.includes(SEPARATOR)) trip();
          return decode(octets, ended);
        },
      },
      guard,
    )(options);
  },
};
