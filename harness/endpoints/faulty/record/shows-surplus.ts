import type { Fault } from '../../../contracts/endpoint.ts';
import { RECORD_HEADER_OCTETS, recordHeader } from '../../../protocols/record.ts';
import { carefulRecord, type DecodeRecord, recordServer } from '../../record-server.ts';

/** It reads to the end of the stream, and does not look at the size. */
export const showsSurplus: Fault = {
  name: 'shows-surplus',
  endpoint: 'record',
  summary: 'shows octets after the data as part of them',
  breaks: ['surplus-ignored', 'closes-after-record'],
  mayRedden: {},
  start: recordServer({ ...carefulRecord, decode: decodeAll }),
};

function decodeAll(octets: Uint8Array, ended: boolean): ReturnType<DecodeRecord> {
  const decoded = carefulRecord.decode(octets, ended);
  if (decoded.kind !== 'message') return decoded;
  if (!ended) return { kind: 'incomplete' };
  const version = recordHeader(octets)?.version ?? 0;
  return { kind: 'message', message: { version, data: octets.subarray(RECORD_HEADER_OCTETS) }, length: octets.length };
}
