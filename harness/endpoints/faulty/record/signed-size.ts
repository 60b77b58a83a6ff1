import type { Fault } from '../../../contracts/endpoint.ts';
import { wedgedBySize } from '../size-wedge.ts';

/** A negative number of octets is never reached by counting. */
export const signedSize: Fault = {
  name: 'signed-size',
  endpoint: 'record',
  summary: 'reads the size signed, and hangs for ever on a negative one',
  breaks: ['size-is-unsigned'],
  mayRedden: { 'swapped-header-survived': 'a swapped size has its first bit set' },
  start: wedgedBySize(2 ** 31),
};
