import type { ClientFault } from '../../../contracts/endpoint.ts';
import { type RecordMessage, recordOctets } from '../../../protocols/record.ts';
import { bigEndian32 } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { recordAct } from '../../clients.ts';
import { carefulRecordCall, recordCaller } from '../../record-client.ts';

/** The bytes of the machine, taken for the octets of the network. */
export const littleEndianHeader: ClientFault = {
  name: 'little-endian-header',
  endpoint: 'record',
  summary: 'sends version and size little endian',
  breaks: ['header-is-big-endian'],
  mayRedden: {},
  run: runOf(recordAct(recordCaller({ ...carefulRecordCall, encode }))),
};

function encode({ version, data }: RecordMessage): Uint8Array {
  return recordOctets(bigEndian32(version).reverse(), bigEndian32(data.length).reverse(), data);
}
