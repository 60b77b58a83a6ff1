import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';

/** Records are read in a loop: what follows one is another. */
export const takesASecondRecord: Fault = {
  name: 'takes-a-second-record',
  endpoint: 'record',
  summary: 'shows a second record of the same connection',
  breaks: ['takes-one'],
  mayRedden: {},
  start: (options) =>
    recordServer({
      ...carefulRecord,
      decode: (octets, ended) => {
        const first = carefulRecord.decode(octets, ended);
        if (first.kind !== 'message') return first;
        const second = carefulRecord.decode(octets.subarray(first.length), ended);
        if (second.kind === 'message') {
          const { version, data } = second.message;
          options.show?.(`record version=${version} size=${data.length} data=${Buffer.from(data).toString('utf8')}\n`);
        }
        return first;
      },
    })(options),
};
