import type { Fault } from '../../../contracts/endpoint.ts';
import type { Serve } from '../../listen.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** A refusal is told to the client, which reads nothing. */
export const saysWhy: Fault = {
  name: 'says-why',
  endpoint: 'upload',
  summary: 'sends a line of text before it closes a refused upload',
  breaks: ['refuses-silently'],
  mayRedden: {},
  start: uploadServer(carefulUpload, tellingWhy),
};

function tellingWhy(serve: Serve): Serve {
  return (socket) => {
    const destroy = socket.destroy.bind(socket);
    socket.destroy = (error) => {
      if (error === undefined && socket.writable) socket.end('refused\n', () => destroy());
      else destroy(error);
      return socket;
    };
    return serve(socket);
  };
}
