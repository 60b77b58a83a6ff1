import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { nothingStoredRows } from '../rows.ts';

/** Its own notes land in the folder that is meant for the files. */
export const leavesALogFile: Fault = {
  name: 'leaves-a-log-file',
  endpoint: 'upload',
  summary: 'writes a log file beside every upload',
  breaks: ['stores-under-its-name'],
  mayRedden: nothingStoredRows,
  start: uploadServer({
    ...carefulUpload,
    open: async (dir, name) => {
      const draft = await openDraft(dir, name);
      const keep = async () => {
        await draft.keep();
        await writeFile(join(dir, `${name}.log`), 'received\n');
      };
      return { ...draft, keep };
    },
  }),
};
