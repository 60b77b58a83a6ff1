import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../../contracts/endpoint.ts';
import { uploadHeader } from '../../../protocols/upload.ts';
import { openDraft } from '../../draft.ts';
import { admitName } from '../../file-name.ts';
import type { Contents, ReceivedContents } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

/** What follows an upload is read as another. */
export const takesASecondUpload: Fault = {
  name: 'takes-a-second-upload',
  endpoint: 'upload',
  summary: 'takes a second upload on the same connection',
  breaks: ['takes-one'],
  mayRedden: {},
  start: (options) => {
    let folder = '';
    const open: typeof openDraft = (dir, name) => {
      folder = dir;
      return openDraft(dir, name);
    };
    return uploadServer({ ...carefulUpload, open, readContents: (contents) => readBoth(contents, folder) })(options);
  },
};

async function readBoth({ read, rest, size, write }: Contents, folder: string): Promise<ReceivedContents> {
  const more: Uint8Array[] = [];
  let left = size;
  for (let piece: Uint8Array | undefined = rest; piece !== undefined; piece = await read()) {
    const wanted = piece.subarray(0, left);
    if (wanted.length > 0) await write(wanted);
    left -= wanted.length;
    if (wanted.length < piece.length) more.push(piece.subarray(wanted.length));
  }
  const next = Buffer.concat(more);
  const decoded = uploadHeader.decode(next, true);
  if (decoded.kind === 'message') {
    const { name, size: announced } = decoded.message;
    await writeFile(join(folder, admitName(name)), next.subarray(decoded.length, decoded.length + announced));
  }
  return { octets: size - left, surplus: false };
}
