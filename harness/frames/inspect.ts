import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Inspection } from '../contracts/inspection.ts';
import { type JudgeOptions, openJudge } from './judge.ts';
import { openRecords } from './records.ts';
import { compressionOf, MAGIC, openSink } from './sink.ts';

export interface InspectOptions extends JudgeOptions {
  /** Called now and then, with the octets and frames read so far; the event loop has its turn afterwards. */
  readonly onProgress?: (octets: number, frames: number) => void;
  /** Aborted: no more is read, and what was read is the result. */
  readonly signal?: AbortSignal;
}

/** Octets of a file between two turns of the event loop, in which signals are noticed: about 50 ms of work. */
const TURN = 67_108_864;

/** Judges a regular file, which may be compressed. Throws the system's error where it cannot be read. */
export async function inspectFile(file: string, options: InspectOptions): Promise<Inspection> {
  const descriptor = openSync(file, 'r');
  try {
    const front = Buffer.alloc(MAGIC);
    if (compressionOf(front.subarray(0, readSync(descriptor, front, 0, MAGIC, 0))) !== undefined) {
      return await inspectStream(file, createReadStream(file), options);
    }
    const inspection = openInspection(file, options);
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
    return inspection.result();
  } finally {
    closeSync(descriptor);
  }
}

/** Judges a capture as it streams in, which may be compressed: standard input, a pipe. Rejects with the stream's error. */
export async function inspectStream(file: string, stream: Readable, options: InspectOptions): Promise<Inspection> {
  const inspection = openInspection(file, options);
  const sink = openSink(inspection.reader);
  let read = 0;
  const stop = (): void => {
    stream.destroy();
  };
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      if (!(await sink.add(chunk))) break;
      read += chunk.length;
      options.onProgress?.(read, inspection.frames());
    }
    if (options.signal?.aborted !== true) await sink.end();
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
  const compression = sink.compression();
  return { ...inspection.result(), damage: sink.damage(), ...(compression === undefined ? {} : { compression }) };
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
