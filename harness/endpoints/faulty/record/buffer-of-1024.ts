import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, type DecodeRecord, recordServer } from '../../record-server.ts';

/** One buffer, whatever the size. */
export const bufferOf1024: Fault = {
  name: 'buffer-of-1024',
  endpoint: 'record',
  summary: 'shows at most 1024 octets of the data',
  breaks: ['sizes'],
  mayRedden: {},
  start: recordServer({ ...carefulRecord, decode: decodeShort }),
};

const BUFFER_OCTETS = 1024;

function decodeShort(octets: Uint8Array, ended: boolean): ReturnType<DecodeRecord> {
  const decoded = carefulRecord.decode(octets, ended);
  if (decoded.kind !== 'message') return decoded;
  const { version, data } = decoded.message;
  return { ...decoded, message: { version, data: data.subarray(0, BUFFER_OCTETS) } };
}
