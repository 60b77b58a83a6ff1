import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { SIZE_LIMIT } from '../../../protocols/upload.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, sendUpload, type UploadCall, type UploadSent, uploadCaller } from '../../upload-client.ts';

/** The size is cut to its low 32 bits. */
export const sizeModulo4Gib: ClientFault = {
  name: 'size-modulo-4-gib',
  endpoint: 'upload',
  summary: 'announces a file of 4 GiB as one of 0 octets, and sends none',
  breaks: ['refuses-4-gib'],
  mayRedden: {},
  run: runOf((options) =>
    uploadAct(async (call) => {
      const { size } = await stat(call.file).catch(() => ({ size: 0 }));
      return size < SIZE_LIMIT ? sendUpload(call) : sendModulo({ ...call, size: size % SIZE_LIMIT });
    })(options),
  ),
};

function sendModulo(call: UploadCall & { readonly size: number }): Promise<UploadSent> {
  return uploadCaller({
    ...carefulUploadCall,
    announce: async () => ({ name: basename(call.file), size: call.size }),
    contents: async function* () {},
  })(call);
}
