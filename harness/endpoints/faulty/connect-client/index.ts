import type { ClientFault } from '../../../contracts/endpoint.ts';
import { connectsTwice } from './connects-twice.ts';
import { endsWithStatus0 } from './ends-with-status-0.ts';
import { hangsAtTheEnd } from './hangs-at-the-end.ts';
import { hidesAddressError } from './hides-address-error.ts';
import { hidesRefused } from './hides-refused.ts';
import { hidesTimeout } from './hides-timeout.ts';
import { oneTextForAll } from './one-text-for-all.ts';
import { retriesForEver } from './retries-for-ever.ts';
import { waitsForEver } from './waits-for-ever.ts';

/** What any TCP client can get wrong when no connection comes about. */
export const connectClientFaults: readonly ClientFault[] = [
  hidesRefused,
  hidesTimeout,
  hidesAddressError,
  waitsForEver,
  retriesForEver,
  oneTextForAll,
  connectsTwice,
  hangsAtTheEnd,
  endsWithStatus0,
];
