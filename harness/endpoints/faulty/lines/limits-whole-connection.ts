import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { readUntilLate } from '../read-until-late.ts';

/** A deadline that is set once, as SetDeadline of Go and alarm set it. */
export const limitsWholeConnection: Fault = {
  name: 'limits-whole-connection',
  endpoint: 'lines',
  summary: 'leaves a client as long after it came as a silent one',
  breaks: ['waits-for-slow', 'ends-idle-client'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, read: readUntilLate }),
};
