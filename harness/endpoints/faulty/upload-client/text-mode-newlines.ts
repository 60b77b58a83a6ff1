import type { FileHandle } from 'node:fs/promises';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** A file opened in text mode on a system whose lines end in CR LF. */
export const textModeNewlines: ClientFault = {
  name: 'text-mode-newlines',
  endpoint: 'upload',
  summary: 'sends 0x0D 0x0A for every 0x0A in the contents',
  breaks: ['contents-exact'],
  mayRedden: {},
  run: runOf(uploadAct(uploadCaller({ ...carefulUploadCall, contents: contents }))),
};

async function* contents(file: FileHandle, path: string, size: number): AsyncGenerator<Uint8Array> {
  for await (const piece of carefulUploadCall.contents(file, path, size)) {
    yield Buffer.from(Buffer.from(piece).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  }
}
