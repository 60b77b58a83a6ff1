import type { ClientFault } from '../../../contracts/endpoint.ts';
import { RECORD_HEADER_OCTETS, type RecordMessage, recordOctets } from '../../../protocols/record.ts';
import { bigEndian32 } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { recordAct } from '../../clients.ts';
import { carefulRecordCall, recordCaller } from '../../record-client.ts';

/** The size of all that is sent. */
export const sizeCountsHeader: ClientFault = {
  name: 'size-counts-header',
  endpoint: 'record',
  summary: 'announces a size that includes the header',
  breaks: ['size-matches-data'],
  mayRedden: {},
  run: runOf(recordAct(recordCaller({ ...carefulRecordCall, encode }))),
};

function encode({ version, data }: RecordMessage): Uint8Array {
  return recordOctets(bigEndian32(version), bigEndian32(RECORD_HEADER_OCTETS + data.length), data);
}
