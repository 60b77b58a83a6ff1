import type { Fault } from '../../../contracts/endpoint.ts';
import { readContents } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

const LARGEST_OCTETS = 32 * 1024 * 1024;

/** A limit of its memory card, and nobody looks whether a write succeeds. */
export const stopsAt32Mib: Fault = {
  name: 'stops-at-32-mib',
  endpoint: 'upload',
  summary: 'stores the first 32 MiB of a file',
  breaks: ['large-file'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    readContents: (contents) => {
      let written = 0;
      const write = (octets: Uint8Array) => {
        const fitting = octets.subarray(0, LARGEST_OCTETS - written);
        written += fitting.length;
        return contents.write(fitting);
      };
      return readContents({ ...contents, write });
    },
  }),
};
