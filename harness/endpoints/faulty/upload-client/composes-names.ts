import type { ClientFault } from '../../../contracts/endpoint.ts';
import { renaming } from '../announcing.ts';

/** One normal form for all names, so that they compare. */
export const composesNames: ClientFault = {
  name: 'composes-names',
  endpoint: 'upload',
  summary: 'sends the name in another normal form',
  breaks: ['name-exact'],
  mayRedden: {},
  run: renaming((name) => name.normalize()),
};
