import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { StarterSaid, StarterTold } from './words.ts';

/**
 * A small process that starts programs for a large one (`index.ts`). It is told on its standard input, and ends when that does.
 * Nothing else is loaded here: what it holds is what each start costs.
 */

const programs = new Map<number, ChildProcess>();

const say = (words: StarterSaid): unknown => process.stdout.write(`${JSON.stringify(words)}\n`);

/** The table of open files of the process that asks, which the same user may read. */
const theirFiles = `/proc/${process.ppid}/fd`;

/** A pipe of the process that asks, opened here. */
function openOf(descriptor: number): number {
  const own = openSync(join(theirFiles, String(descriptor)), constants.O_WRONLY);
  if (fstatSync(own).isFIFO()) return own;
  closeSync(own);
  throw new Error(`expected a pipe as descriptor ${descriptor}, found another file`);
}

function start({ number, program, args, env, cwd, out, err, hasGate }: StarterTold & { readonly does: 'start' }): void {
  const ends: number[] = [];
  const failed = (error: unknown, code = ''): void => {
    programs.delete(number);
    say({ says: 'failed', number, code, message: error instanceof Error ? error.message : String(error) });
  };
  try {
    for (const descriptor of [out, err]) ends.push(openOf(descriptor));
    const child = spawn(program, args, {
      ...{ detached: true, env, stdio: ['pipe', ...ends, ...(hasGate ? (['pipe'] as const) : [])] },
      ...(cwd === undefined ? {} : { cwd }),
    });
    programs.set(number, child);
    // A program that has ended does not read its input any more, nor waits at its gate: its end says it.
    for (const pipe of [child.stdin, gateOf(child)]) pipe?.on('error', () => undefined);
    child.once('spawn', () => say({ says: 'started', number, pid: child.pid ?? 0 }));
    child.once('error', (error) => failed(error, 'code' in error ? String(error.code) : ''));
    child.once('exit', (status, signal) => {
      programs.delete(number);
      say({ says: 'ended', number, status, signal });
    });
  } catch (error) {
    failed(error);
  } finally {
    for (const end of ends) closeSync(end);
  }
}

/** The pipe behind the standard ones. */
function gateOf(child: ChildProcess | undefined): Writable | undefined {
  const gate = child?.stdio[3];
  return gate instanceof Writable ? gate : undefined;
}

function endGroupOf(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const told: StarterTold = JSON.parse(line);
    const child = programs.get(told.number);
    const input = child?.stdin;
    if (told.does === 'start') start(told);
    else if (told.does === 'open gate') gateOf(child)?.end('\n');
    else if (told.does === 'type') input?.write(told.text);
    else if (told.does === 'close input') input?.end();
    else input?.destroy();
  })
  .on('close', () => {
    // Nobody is left who could end them.
    for (const { pid } of programs.values()) endGroupOf(pid);
    process.exit();
  });

// Where that table is not to be seen, or is that of somebody else, this process ends, and programs are started without it: /proc
// may be that of another namespace of processes, in which the same number is another process.
if (readlinkSync('/proc/self') !== String(process.pid)) process.exit(1);
readdirSync(theirFiles);
say({ says: 'ready' });
