import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import { writeTo } from '../../socket.ts';

/** An answer that the protocol has not. */
export const saysOk: Fault = {
  name: 'says-ok',
  endpoint: 'lines',
  summary: 'answers OK when all lines are shown',
  breaks: ['answers-nothing'],
  mayRedden: {},
  start: linesServer({
    ...carefulLines,
    finish: async (socket) => {
      await writeTo(socket, Buffer.from('OK\n'));
      await carefulLines.finish(socket);
    },
  }),
};
