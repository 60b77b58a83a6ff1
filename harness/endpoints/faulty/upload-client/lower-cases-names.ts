import type { ClientFault } from '../../../contracts/endpoint.ts';
import { renaming } from '../announcing.ts';

/** Names are the same in both cases, on some systems. */
export const lowerCasesNames: ClientFault = {
  name: 'lower-cases-names',
  endpoint: 'upload',
  summary: 'sends the name in lower case',
  breaks: ['name-exact'],
  mayRedden: {},
  run: renaming((name) => name.toLowerCase()),
};
