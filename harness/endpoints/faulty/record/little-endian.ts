import type { Fault } from '../../../contracts/endpoint.ts';
import { record } from '../../../protocols/record.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';

/** The bytes of the machine, taken for the octets of the network. */
export const littleEndian: Fault = {
  name: 'little-endian',
  endpoint: 'record',
  summary: 'reads version and size little endian',
  breaks: ['shows-record', 'fields-are-big-endian'],
  mayRedden: { sizes: 'a size that reads differently in the other byte order' },
  start: recordServer({ ...carefulRecord, decode: (octets, ended) => record.decode(swapped(octets), ended) }),
};

function swapped(octets: Uint8Array): Uint8Array {
  if (octets.length < 8) return octets;
  const copy = octets.slice();
  copy.subarray(0, 4).reverse();
  copy.subarray(4, 8).reverse();
  return copy;
}
