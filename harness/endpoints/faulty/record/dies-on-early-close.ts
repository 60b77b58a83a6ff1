import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, type DecodeRecord, recordServer } from '../../record-server.ts';
import { wedge } from '../wedge.ts';

/** At the end of the stream a read returns at once, with nothing, for ever. */
export const diesOnEarlyClose: Fault = {
  name: 'dies-on-early-close',
  endpoint: 'record',
  summary: 'serves nobody any more after a client that closed too early',
  breaks: ['short-data', 'disconnect-anywhere', 'closes-after-disconnect'],
  mayRedden: { 'size-is-unsigned': 'the client closes early', 'swapped-header-survived': 'the same' },
  start: (options) => {
    const { trip, guard } = wedge();
    const decode: DecodeRecord = (octets, ended) => {
      const decoded = carefulRecord.decode(octets, ended);
      if (decoded.kind === 'malformed') trip();
      return decoded;
    };
    return recordServer({ ...carefulRecord, decode }, guard)(options);
  },
};
