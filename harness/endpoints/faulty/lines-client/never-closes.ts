import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { linesAct } from '../../clients.ts';
import { carefulLinesCall, linesCaller } from '../../lines-client.ts';
import { transmitAndStay } from '../transmit-then.ts';

/** It waits for an answer that the protocol does not have. */
export const neverCloses: ClientFault = {
  name: 'never-closes',
  endpoint: 'lines',
  summary: 'keeps its side open after the last line',
  breaks: ['closes-at-end'],
  mayRedden: {},
  run: runOf(linesAct(linesCaller({ ...carefulLinesCall, transmit: transmitAndStay }))),
};
