import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { recordAct } from '../../clients.ts';
import { carefulRecordCall, recordCaller } from '../../record-client.ts';
import { transmitAndStay } from '../transmit-then.ts';

/** It waits for an answer that the protocol does not have. */
export const neverCloses: ClientFault = {
  name: 'never-closes',
  endpoint: 'record',
  summary: 'keeps its side open after the record',
  breaks: ['closes-at-end'],
  mayRedden: {},
  run: runOf(recordAct(recordCaller({ ...carefulRecordCall, transmit: transmitAndStay }))),
};
