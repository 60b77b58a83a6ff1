import type { FileHandle } from 'node:fs/promises';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

const BUFFER_OCTETS = 65_536;

/** One write sends what one buffer holds. */
export const oneWrite: ClientFault = {
  name: 'one-write',
  endpoint: 'upload',
  summary: 'sends at most 65,536 octets of the contents',
  breaks: ['contents-exact', 'size-matches-contents', 'slow-receiver'],
  mayRedden: { 'close-during-upload': 'it has ended before the connection does' },
  run: runOf(uploadAct(uploadCaller({ ...carefulUploadCall, contents: contents }))),
};

async function* contents(file: FileHandle, path: string, size: number): AsyncGenerator<Uint8Array> {
  for await (const piece of carefulUploadCall.contents(file, path, size)) {
    yield piece.subarray(0, BUFFER_OCTETS);
    return;
  }
}
