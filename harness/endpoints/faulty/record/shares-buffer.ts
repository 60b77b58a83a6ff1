import type { Fault } from '../../../contracts/endpoint.ts';
import { collector } from '../../collector.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';

/** The buffer is an attribute of the server, which each client empties when it comes. */
export const sharesBuffer: Fault = {
  name: 'shares-buffer',
  endpoint: 'record',
  summary: 'collects the records of all clients in one buffer',
  breaks: ['two-at-once'],
  mayRedden: {},
  start: (options) => {
    const kept = collector();
    const receive: typeof carefulRecord.receive = async (read, decode) => {
      kept.take();
      for (;;) {
        const piece = await read();
        if (piece !== undefined) kept.add(piece);
        const decoded = decode(kept.octets(), piece === undefined);
        if (decoded.kind === 'message') return decoded.message;
        if (decoded.kind === 'malformed' || piece === undefined) throw new Error('no record');
      }
    };
    return recordServer({ ...carefulRecord, receive })(options);
  },
};
