import type { Fault } from '../../../contracts/endpoint.ts';
import { readContents } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** The size is read and forgotten: the file goes on to the end of the stream. */
export const storesSurplus: Fault = {
  name: 'stores-surplus',
  endpoint: 'upload',
  summary: 'stores all that comes, beyond the announced size',
  breaks: ['long-contents'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    readContents: (contents) => readContents({ ...contents, size: Number.POSITIVE_INFINITY }),
  }),
};
