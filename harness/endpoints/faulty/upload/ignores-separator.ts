import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { looseHeader } from '../loose-header.ts';

/** Five octets are read for the size, and the fifth is thrown away. */
export const ignoresSeparator: Fault = {
  name: 'ignores-separator',
  endpoint: 'upload',
  summary: 'takes any octet for the separator after the size',
  breaks: ['separator-required'],
  mayRedden: {},
  start: uploadServer({ ...carefulUpload, decode: looseHeader({ separatorIsChecked: false }) }),
};
