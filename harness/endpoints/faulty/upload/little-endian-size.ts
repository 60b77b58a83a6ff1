import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { looseHeader } from '../loose-header.ts';

/** The octet order of the machine instead of that of the network. */
export const littleEndianSize: Fault = {
  name: 'little-endian-size',
  endpoint: 'upload',
  summary: 'reads the size little endian',
  breaks: ['size-is-big-endian'],
  mayRedden: {
    'stores-contents-exactly': 'a size that reads differently in the other byte order',
    'size-is-four-octets': 'the same',
    'large-file': 'the same',
  },
  start: uploadServer({ ...carefulUpload, decode: looseHeader({ readSize: (octets) => octets.getUint32(0, true) }) }),
};
