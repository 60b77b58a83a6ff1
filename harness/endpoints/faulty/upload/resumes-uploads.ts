import type { Fault } from '../../../contracts/endpoint.ts';
import { type Draft, openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** Octets of one upload that are kept: enough to tell of the mistake. */
const KEPT_OCTETS = 65_536;

/** What came of a broken upload is taken for the beginning of the next one of its name. */
export const resumesUploads: Fault = {
  name: 'resumes-uploads',
  endpoint: 'upload',
  summary: 'puts an upload behind what a broken one of its name has left',
  breaks: ['resumes-nothing'],
  mayRedden: {},
  start: (options) => {
    const left = new Map<string, Buffer>();
    return uploadServer({ ...carefulUpload, open: (dir, name) => resumedDraft(left, dir, name) })(options);
  },
};

async function resumedDraft(left: Map<string, Buffer>, dir: string, name: string): Promise<Draft> {
  const draft = await openDraft(dir, name);
  let came = left.get(name) ?? Buffer.alloc(0);
  let isKept = false;
  left.delete(name);
  if (came.length > 0) await draft.write(came);
  return {
    ...draft,
    write: async (octets) => {
      if (came.length < KEPT_OCTETS) came = Buffer.concat([came, octets]);
      await draft.write(octets);
    },
    keep: async () => {
      isKept = true;
      await draft.keep();
    },
    discard: async () => {
      if (!isKept && came.length > 0) left.set(name, came);
      await draft.discard();
    },
  };
}
