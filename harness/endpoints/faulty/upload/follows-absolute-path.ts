import { isAbsolute, relative } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { admitName } from '../../file-name.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { copyInto } from '../copy-into.ts';

/** A path that begins at the root wins over the folder it is joined to (CWE-36). */
export const followsAbsolutePath: Fault = {
  name: 'follows-absolute-path',
  endpoint: 'upload',
  summary: 'stores "/tmp/x" where it says',
  breaks: ['name-stays-inside'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    admit: (name) => (isAbsolute(name) ? name : admitName(name)),
    open: (dir, name) =>
      isAbsolute(name) ? openDraft(dir, relative(dir, name), { place: copyInto('w') }) : openDraft(dir, name),
  }),
};
