import { getEnvironmentData, isMainThread, setEnvironmentData, threadId } from 'node:worker_threads';
import { closeEnd, makePipes, type PipeEnds } from './fifos.ts';
import { threadChannel } from './thread-channel.ts';

/** Worker threads ask the main thread for pipes here. */
const CHANNEL = 'pipes';

/** Whether the main thread of this process answers: set before its worker threads begin. */
const SERVED = 'sockspec pipes are served';

/** Pipes that are asked for at a time: two a launch. */
const AT_A_TIME = 24;

let spare: readonly PipeEnds[] = [];
let asked: Promise<void> | undefined;

/**
 * A pipe for what a program prints. Undefined where there is none to be had, on Windows and in a thread whose main
 * thread serves none: Node's own pair of sockets must do there.
 */
export async function openPipe(): Promise<PipeEnds | undefined> {
  if (process.platform === 'win32' || !(isMainThread || getEnvironmentData(SERVED) === true)) return undefined;
  if (spare.length === 0) {
    asked ??= (isMainThread ? makePipes(AT_A_TIME) : askForPipes()).then((made) => {
      spare = [...spare, ...made];
      asked = undefined;
    });
    await asked;
  }
  const [first, ...others] = spare;
  spare = others;
  return first;
}

/** Closes the program's ends of pipes in this process, soon: while one is open, what is printed has no end. */
export function closeProgramEnds(pipes: readonly PipeEnds[]): void {
  const ends = pipes.map(({ write }) => write);
  if (isMainThread) for (const end of ends) closeEnd(end);
  else if (ends.length > 0) post({ close: ends });
}

/** Has the main thread make and close pipes for the worker threads that begin from now on; returns how to end that. */
export function servePipes(): () => void {
  setEnvironmentData(SERVED, true);
  const channel = threadChannel(CHANNEL);
  let isServed = true;
  channel.unref();
  const answer = (asker: number, pipes: readonly PipeEnds[]): void => {
    if (isServed) channel.postMessage({ answered: asker, pipes });
    // An interrupt has ended the run while they were made.
    else for (const end of pipes.flatMap(({ read, write }) => [read, write])) closeEnd(end);
  };
  channel.onmessage = (message: unknown) => {
    for (const end of endsIn(message)) closeEnd(end);
    const asker = numberIn(message, 'asker');
    if (asker === undefined) return;
    void makePipes(AT_A_TIME).then((pipes) => answer(asker, pipes));
  };
  return () => {
    setEnvironmentData(SERVED, false);
    isServed = false;
    channel.close();
  };
}

function askForPipes(): Promise<readonly PipeEnds[]> {
  const channel = threadChannel(CHANNEL);
  return new Promise((resolve) => {
    channel.onmessage = (message: unknown) => {
      if (numberIn(message, 'answered') !== threadId) return;
      channel.close();
      resolve(pipesIn(message));
    };
    channel.postMessage({ asker: threadId });
  });
}

function post(message: { readonly close: readonly number[] }): void {
  const channel = threadChannel(CHANNEL);
  channel.postMessage(message);
  channel.close();
}

function dataOf(message: unknown): object | undefined {
  if (typeof message !== 'object' || message === null || !('data' in message)) return undefined;
  const { data } = message;
  return typeof data === 'object' && data !== null ? data : undefined;
}

function numberIn(message: unknown, key: 'asker' | 'answered'): number | undefined {
  const value: unknown = Object.entries(dataOf(message) ?? {}).find(([name]) => name === key)?.[1];
  return typeof value === 'number' ? value : undefined;
}

function endsIn(message: unknown): readonly number[] {
  const data = dataOf(message);
  if (data === undefined || !('close' in data) || !Array.isArray(data.close)) return [];
  return data.close.filter((end) => typeof end === 'number');
}

function pipesIn(message: unknown): readonly PipeEnds[] {
  const data = dataOf(message);
  if (data === undefined || !('pipes' in data) || !Array.isArray(data.pipes)) return [];
  return data.pipes.filter(isPipe);
}

function isPipe(value: unknown): value is PipeEnds {
  return typeof value === 'object' && value !== null && 'read' in value && 'write' in value;
}
