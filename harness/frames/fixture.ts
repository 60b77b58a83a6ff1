import { createReadStream } from 'node:fs';
import pcapParser from 'pcap-parser';

/** A frame as the second reader sees it. */
export interface FixtureFrame {
  readonly seconds: number;
  readonly microseconds: number;
  readonly original: number;
  readonly octets: Uint8Array;
}

/**
 * Reads a capture with pcap-parser, the fixtures' own reader, so that ours is not judged by itself alone. It takes
 * pcap with microseconds only, and no damaged files: nothing else may be given to it. Rejects with its error.
 */
export async function readFixture(file: string): Promise<readonly FixtureFrame[]> {
  const frames: FixtureFrame[] = [];
  await eachFixtureFrame(file, (frame) => frames.push(frame));
  return frames;
}

/** The same, frame by frame, for captures that do not fit into memory. */
export function eachFixtureFrame(file: string, visit: (frame: FixtureFrame) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const parser = pcapParser.parse(createReadStream(file));
    parser.on('packet', ({ header, data }) => {
      visit({
        seconds: header.timestampSeconds,
        microseconds: header.timestampMicroseconds,
        original: header.originalLength,
        octets: data,
      });
    });
    parser.on('end', resolve);
    parser.on('error', reject);
  });
}
