import type { Fault } from '../../contracts/endpoint.ts';
import { recordHeader } from '../../protocols/record.ts';
import { carefulRecord, recordServer } from '../record-server.ts';
import { wedge } from './wedge.ts';

/** A record server that serves nobody any more once somebody has announced `size` octets or more. */
export function wedgedBySize(size: number): Fault['start'] {
  return (options) => {
    const { trip, guard } = wedge();
    return recordServer(
      {
        ...carefulRecord,
        decode: (octets, ended) => {
          if ((recordHeader(octets)?.size ?? 0) >= size) trip();
          return carefulRecord.decode(octets, ended);
        },
      },
      guard,
    )(options);
  };
}
