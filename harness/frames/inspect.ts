import { closeSync, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Inspection } from '../contracts/inspection.ts';
import { type JudgeOptions, openJudge } from './judge.ts';
import { feed, openRecords } from './records.ts';

export interface InspectOptions extends JudgeOptions {
  /** Called now and then, with the octets and frames read so far; the event loop has its turn afterwards. */
  readonly onProgress?: (octets: number, frames: number) => void;
  /** Aborted: no more is read, and what was read is the result. */
  readonly signal?: AbortSignal;
}

/** Octets of a file between two turns of the event loop, in which signals are noticed: about 50 ms of work. */
const TURN = 67_108_864;

/** Judges a regular file. Throws the system's error where it cannot be read. */
export async function inspectFile(file: string, options: InspectOptions): Promise<Inspection> {
  const inspection = openInspection(file, options);
  const descriptor = openSync(file, 'r');
  try {
    let turn = TURN;
    for (let read = 0; options.signal?.aborted !== true; ) {
      const octets = readSync(descriptor, inspection.reader.room());
      if (octets === 0) {
        inspection.reader.end();
        break;
      }
      if (!inspection.reader.take(octets)) break;
      read += octets;
      if (read < turn) continue;
      turn = read + TURN;
      options.onProgress?.(read, inspection.frames());
      await new Promise(setImmediate);
    }
  } finally {
    closeSync(descriptor);
  }
  return inspection.result();
}

/** Judges a capture as it streams in: standard input, a pipe. Rejects with the stream's error. */
export async function inspectStream(file: string, stream: Readable, options: InspectOptions): Promise<Inspection> {
  const inspection = openInspection(file, options);
  let read = 0;
  const stop = (): void => {
    stream.destroy();
  };
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      if (!feed(inspection.reader, chunk)) break;
      read += chunk.length;
      options.onProgress?.(read, inspection.frames());
    }
    if (options.signal?.aborted !== true) inspection.reader.end();
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
  return inspection.result();
}

function openInspection(file: string, options: JudgeOptions) {
  const judge = openJudge(options);
  const reader = openRecords(judge.visit, judge);
  return {
    reader,
    frames: judge.frames,
    result: (): Inspection => ({ file, format: reader.format(), damage: reader.damage(), ...judge.facts() }),
  };
}
