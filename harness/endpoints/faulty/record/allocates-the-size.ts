import type { Fault } from '../../../contracts/endpoint.ts';
import { wedgedBySize } from '../size-wedge.ts';

/** The memory of a small machine. */
const MEMORY_OCTETS = 8 * 1024 * 1024;

/** A buffer of the announced size is made before an octet of the data has come. */
export const allocatesTheSize: Fault = {
  name: 'allocates-the-size',
  endpoint: 'record',
  summary: 'dies of a size that the memory does not hold',
  breaks: ['size-is-unsigned', 'swapped-header-survived'],
  mayRedden: { 'disconnect-anywhere': 'clients that leave have announced as much' },
  start: wedgedBySize(MEMORY_OCTETS),
};
