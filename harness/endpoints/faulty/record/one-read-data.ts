import type { Fault } from '../../../contracts/endpoint.ts';
import { RECORD_HEADER_OCTETS, type RecordMessage, recordHeader } from '../../../protocols/record.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import type { Read } from '../../socket.ts';

/** The header is read with a loop, the data are not. */
export const oneReadData: Fault = {
  name: 'one-read-data',
  endpoint: 'record',
  summary: 'takes what one read gives for all of the data',
  breaks: ['header-split-anywhere', 'octet-by-octet', 'two-at-once'],
  mayRedden: {
    'random-segmentation': 'a cut is drawn within the data',
    sizes: 'long data take several reads',
    'partial-not-shown-as-whole': 'what one read brought is shown',
  },
  start: recordServer({ ...carefulRecord, receive: receiveOnce }),
};

async function receiveOnce(read: Read): Promise<RecordMessage> {
  let octets: Uint8Array = new Uint8Array();
  const more = async (): Promise<void> => {
    const piece = await read();
    if (piece === undefined) throw new Error('the stream ended');
    octets = Buffer.concat([octets, piece]);
  };
  while (octets.length < RECORD_HEADER_OCTETS) await more();
  const { version, size } = recordHeader(octets) ?? { version: 0, size: 0 };
  if (octets.length === RECORD_HEADER_OCTETS && size > 0) await more();
  return { version, data: octets.subarray(RECORD_HEADER_OCTETS, RECORD_HEADER_OCTETS + size) };
}
