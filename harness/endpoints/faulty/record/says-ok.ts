import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import { writeTo } from '../../socket.ts';

/** An answer that the protocol has not. */
export const saysOk: Fault = {
  name: 'says-ok',
  endpoint: 'record',
  summary: 'answers OK when its record is shown',
  breaks: ['answers-nothing'],
  mayRedden: {},
  start: recordServer({
    ...carefulRecord,
    finish: async (socket, idleMs) => {
      await writeTo(socket, Buffer.from('OK\n'));
      await carefulRecord.finish(socket, idleMs);
    },
  }),
};
