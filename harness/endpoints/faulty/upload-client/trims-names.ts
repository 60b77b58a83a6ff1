import type { ClientFault } from '../../../contracts/endpoint.ts';
import { renaming } from '../announcing.ts';

/** A name that came from a form was always trimmed. */
export const trimsNames: ClientFault = {
  name: 'trims-names',
  endpoint: 'upload',
  summary: 'sends the name without spaces at its ends',
  breaks: ['name-exact'],
  mayRedden: {},
  run: renaming((name) => name.trim()),
};
