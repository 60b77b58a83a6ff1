import type { Fault } from '../../../contracts/endpoint.ts';
import { readHeader } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** It knows at once that the name is wrong, and reads on politely. */
export const readsEndlessName: Fault = {
  name: 'reads-endless-name',
  endpoint: 'upload',
  summary: 'reads a name without end to its end',
  breaks: ['endless-name-cut-short'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    readHeader: async (read, decode) => {
      try {
        return await readHeader(read, decode);
      } catch (error) {
        let more = await read();
        while (more !== undefined) more = await read();
        throw error;
      }
    },
  }),
};
