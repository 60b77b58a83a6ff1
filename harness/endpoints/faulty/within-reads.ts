import { carefulRecord, type RecordParts } from '../record-server.ts';

/** Reads a record of which the first `octets` must be there after so many reads, and refuses it otherwise. */
export function octetsWithin(reads: number, octets: number): RecordParts['receive'] {
  return (read, decode) => {
    let left = reads;
    let came = 0;
    const fewReads = async () => {
      if (left === 0 && came < octets) throw new Error(`no more than ${reads} reads`);
      left = Math.max(0, left - 1);
      const piece = await read();
      came += piece?.length ?? 0;
      return piece;
    };
    return carefulRecord.receive(fewReads, decode);
  };
}
