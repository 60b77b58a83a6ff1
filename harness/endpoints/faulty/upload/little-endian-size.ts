import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { looseHeader } from '../loose-header.ts';
import { contentRows, except, nextClientRows } from '../rows.ts';

/** The octet order of the machine instead of that of the network. */
export const littleEndianSize: Fault = {
  name: 'little-endian-size',
  endpoint: 'upload',
  summary: 'reads the size little endian',
  breaks: ['size-is-big-endian'],
  mayRedden: except([...contentRows, ...nextClientRows], 'size-is-big-endian'),
  start: uploadServer({ ...carefulUpload, decode: looseHeader({ readSize: (octets) => octets.getUint32(0, true) }) }),
};
