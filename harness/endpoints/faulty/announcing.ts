import type { ClientFault } from '../../contracts/endpoint.ts';
import { bigEndian32, headerOctets, type UploadHeader } from '../../protocols/upload.ts';
import { runOf } from '../client-run.ts';
import { uploadAct } from '../clients.ts';
import { carefulUploadCall, type UploadCall, uploadCaller } from '../upload-client.ts';

/** A careful upload client but for the header that it announces a file with, which may hold any name. */
export function announcing(announce: (call: UploadCall) => Promise<UploadHeader>): ClientFault['run'] {
  const encode = ({ name, size }: UploadHeader): Uint8Array => headerOctets(Buffer.from(name), bigEndian32(size));
  return runOf(uploadAct(uploadCaller({ ...carefulUploadCall, announce, encode })));
}

/** The same where the right name becomes another. */
export function renaming(rename: (name: string) => string): ClientFault['run'] {
  return announcing(async (call) => {
    const { name, size } = await carefulUploadCall.announce(call);
    return { name: rename(name), size };
  });
}
