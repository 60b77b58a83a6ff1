import type { Fault } from '../../../contracts/endpoint.ts';
import { untilClosed } from '../../socket.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** A courtesy that the protocol does not have. */
export const saysOk: Fault = {
  name: 'says-ok',
  endpoint: 'upload',
  summary: 'answers OK after an upload',
  breaks: ['answers-nothing'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    finish: (socket) => {
      socket.end('OK\n');
      return untilClosed(socket);
    },
  }),
};
