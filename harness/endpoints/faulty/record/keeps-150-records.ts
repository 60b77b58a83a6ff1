import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';

/** Records for which there is room. */
const ROOM = 150;

/** A list of fixed size, which only the handling of an error clears. */
export const keeps150Records: Fault = {
  name: 'keeps-150-records',
  endpoint: 'record',
  summary: 'shows no more than 150 whole records in a row',
  breaks: ['serves-a-burst'],
  mayRedden: {},
  start: (options) => {
    let count = 0;
    const receive: typeof carefulRecord.receive = async (read, decode) => {
      try {
        const record = await carefulRecord.receive(read, decode);
        count += 1;
        return record;
      } catch (error) {
        count = 0;
        throw error;
      }
    };
    const show = (text: string): void => {
      if (count <= ROOM) options.show?.(text);
    };
    return recordServer({ ...carefulRecord, receive })({ ...options, show });
  },
};
