import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** Its own notes land in the folder that is meant for the files. */
export const leavesALogFile: Fault = {
  name: 'leaves-a-log-file',
  endpoint: 'upload',
  summary: 'writes a log file beside every upload',
  breaks: ['stores-under-its-name'],
  mayRedden: {
    'name-over-limit': 'the log file is one that should not be there',
    'name-without-end': 'the same',
    'name-empty': 'the same',
    'separator-required': 'the same',
    'leaves-no-debris': 'the same',
    'disconnect-anywhere': 'the same',
    'reset-anywhere': 'the same',
    'name-as-sent': 'the same',
    'same-name-twice': 'the same',
  },
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
