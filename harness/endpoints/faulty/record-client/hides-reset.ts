import type { ClientFault } from '../../../contracts/endpoint.ts';
import type { RecordMessage } from '../../../protocols/record.ts';
import { runOf } from '../../client-run.ts';
import { recordAct } from '../../clients.ts';
import { sendRecord } from '../../record-client.ts';
import { hasOutcome, silentOn } from '../silent-on.ts';

/** 8 MiB and 32 KiB: a number that reads alike in both byte orders, so that nobody takes it for a small one. */
const LARGE_OCTETS = 0x0080_8000;

/** The exception is caught and passed over. The record is one that no socket buffer holds, so that a reset meets it half sent. */
export const hidesReset: ClientFault = {
  name: 'hides-reset',
  endpoint: 'record',
  summary: 'ends without a word when the connection is reset',
  breaks: ['reports-reset'],
  mayRedden: {},
  run: runOf(silentOn(hasOutcome('reset'), (options) => recordAct(sendRecord, large())(options))),
};

function large(): RecordMessage {
  return { version: 1, data: new Uint8Array(LARGE_OCTETS).fill(0x78) };
}
