import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { linesAct } from '../../clients.ts';
import { carefulLinesCall, linesCaller } from '../../lines-client.ts';
import { transmitAndReset } from '../transmit-then.ts';

/** An abortive close (SO_LINGER with a time of 0). */
export const closesWithReset: ClientFault = {
  name: 'closes-with-reset',
  endpoint: 'lines',
  summary: 'ends with RST instead of FIN',
  breaks: ['closes-at-end'],
  mayRedden: { 'lines-are-terminated': 'on a busy machine the reset overtakes lines that were not read yet' },
  run: runOf(linesAct(linesCaller({ ...carefulLinesCall, transmit: transmitAndReset }))),
};
