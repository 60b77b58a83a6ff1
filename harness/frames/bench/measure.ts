import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';

/** One run of a whole process. */
export interface Measured {
  readonly seconds: number;
  /** Peak resident memory; 0 where it was not asked for. */
  readonly peakMiB: number;
  readonly status: number | null;
}

/** Runs a program, its standard output into a file, and measures it from its start to its end. */
export async function measure(command: string, words: readonly string[], output: string): Promise<Measured> {
  const sink = createWriteStream(output);
  const began = performance.now();
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.pipe(sink);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  await finished(sink);
  return { seconds, peakMiB: 0, status };
}

/**
 * The same for a Node program on Linux, with its peak memory, which it writes down itself as it ends. Not what
 * `resourceUsage` says: that counts the program that started it too.
 */
export async function measureMemory(words: readonly string[], output: string): Promise<Measured> {
  const note = `${output}.status`;
  const hook = `
    import { readFileSync, writeFileSync } from 'node:fs';
    process.on('exit', () => writeFileSync(${JSON.stringify(note)}, readFileSync('/proc/self/status')));`;
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
  const measured = await measure(process.execPath, [...preload, ...words], output);
  const [, kibibytes = Number.NaN] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(note, 'utf8')) ?? [];
  return { ...measured, peakMiB: Number(kibibytes) / 1024 };
}

/** The middle one of several numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
