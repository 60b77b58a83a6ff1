import type { Fault } from '../../../contracts/endpoint.ts';
import { RECORD_HEADER_OCTETS, recordHeader } from '../../../protocols/record.ts';
import { carefulRecord, type DecodeRecord, recordServer } from '../../record-server.ts';

/** The end of the stream ends every loop, and what follows does not ask why. */
export const showsPartialData: Fault = {
  name: 'shows-partial-data',
  endpoint: 'record',
  summary: 'shows a record that was cut short as if it were whole',
  breaks: ['partial-not-shown-as-whole'],
  mayRedden: {},
  start: recordServer({ ...carefulRecord, decode: decodePart }),
};

function decodePart(octets: Uint8Array, ended: boolean): ReturnType<DecodeRecord> {
  const header = recordHeader(octets);
  if (!ended || header === undefined) return carefulRecord.decode(octets, ended);
  const data = octets.subarray(RECORD_HEADER_OCTETS, RECORD_HEADER_OCTETS + header.size);
  return { kind: 'message', message: { version: header.version, data }, length: octets.length };
}
