import type { FileHandle } from 'node:fs/promises';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** An off-by-one error in a loop. */
export const forgetsLastOctet: ClientFault = {
  name: 'forgets-last-octet',
  endpoint: 'upload',
  summary: 'sends all octets of the contents but the last',
  breaks: ['contents-exact', 'size-matches-contents', 'slow-receiver'],
  mayRedden: {},
  run: runOf(uploadAct(uploadCaller({ ...carefulUploadCall, contents: contents }))),
};

async function* contents(file: FileHandle, path: string, size: number): AsyncGenerator<Uint8Array> {
  let left = size - 1;
  for await (const piece of carefulUploadCall.contents(file, path, size)) {
    yield piece.subarray(0, left);
    left -= piece.length;
  }
}
