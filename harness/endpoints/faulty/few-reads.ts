import { readHeader } from '../receive.ts';
import { Refusal } from '../refusal.ts';
import type { UploadParts } from '../upload-server.ts';

/** Reads a header that must be whole after so many reads, and refuses the upload otherwise. */
export function headerWithin(reads: number): UploadParts['readHeader'] {
  return (read, decode) => {
    let left = reads;
    const fewReads = () => {
      if (left === 0) throw new Refusal('refused upload', `no header within ${reads} reads`);
      left -= 1;
      return read();
    };
    return readHeader(fewReads, decode);
  };
}
