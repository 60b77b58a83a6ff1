import type { Fault } from '../../../contracts/endpoint.ts';
import { openDraft } from '../../draft.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** A file opened in text mode on a system whose lines end in CR LF. */
export const textModeNewlines: Fault = {
  name: 'text-mode-newlines',
  endpoint: 'upload',
  summary: 'writes 0x0D 0x0A for every 0x0A in the contents',
  breaks: ['stores-contents-exactly'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    open: async (dir, name) => {
      const draft = await openDraft(dir, name);
      return { ...draft, write: (octets) => draft.write(withCarriageReturns(octets)) };
    },
  }),
};

function withCarriageReturns(octets: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(octets).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}
