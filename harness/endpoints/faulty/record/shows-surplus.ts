import type { Fault } from '../../../contracts/endpoint.ts';
import { RECORD_HEADER_OCTETS, recordHeader } from '../../../protocols/record.ts';
import { carefulRecord, type DecodeRecord, recordServer } from '../../record-server.ts';

/** Longer than any case waits for the server's end. */
const PATIENCE_MS = 60_000;

/** It reads to the end of the stream, and does not look at the size. */
export const showsSurplus: Fault = {
  name: 'shows-surplus',
  endpoint: 'record',
  summary: 'shows octets after the data as part of them',
  breaks: ['surplus-ignored', 'closes-after-record', 'ends-idle-client'],
  mayRedden: {},
  // It waits for the end of the stream, however long that takes.
  start: (options) => recordServer({ ...carefulRecord, decode: decodeAll })({ ...options, idleMs: PATIENCE_MS }),
};

function decodeAll(octets: Uint8Array, ended: boolean): ReturnType<DecodeRecord> {
  const decoded = carefulRecord.decode(octets, ended);
  if (decoded.kind !== 'message') return decoded;
  if (!ended) return { kind: 'incomplete' };
  const version = recordHeader(octets)?.version ?? 0;
  return { kind: 'message', message: { version, data: octets.subarray(RECORD_HEADER_OCTETS) }, length: octets.length };
}
