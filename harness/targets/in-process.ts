import type { ClientEndpoint } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import type { Output } from '../contracts/observer.ts';
import type { ProcessEnd } from '../contracts/process.ts';
import type { ClientCall, RunningClient } from '../contracts/target.ts';

/** How soon the references give up, in milliseconds: within what runs declare for them. */
const CONNECT_MS = 1000;
const REPLY_MS = 3000;

/** What a built-in endpoint shows, as an observer sees it. */
export function shownOutput(): {
  readonly output: Output;
  readonly show: (text: string) => void;
  readonly close: () => void;
} {
  let text = '';
  let waiting: Array<() => void> = [];
  const wake = (): void => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  return {
    show: (piece) => {
      text += piece;
      wake();
    },
    close: wake,
    output: {
      description: 'what the built-in endpoint shows',
      text: () => text,
      changed: () => new Promise((resolve) => waiting.push(resolve)),
    },
  };
}

/** Runs a built-in client in this thread as if it were a program: it has output, input, an exit status, and can be ended. */
export function startInProcess({ run }: Pick<ClientEndpoint, 'run'>, call: ClientCall): RunningClient {
  const { output, show, close } = shownOutput();
  const input = typedInput();
  const stopping = new AbortController();
  let end: ProcessEnd | undefined;
  const ran = run({
    host: call.host,
    port: call.port,
    tell: () => undefined,
    show,
    connectMs: CONNECT_MS,
    replyMs: REPLY_MS,
    signal: stopping.signal,
    ...(call.file === undefined ? {} : { file: call.file }),
    ...(call.typed ? { input: input.pieces() } : {}),
    ...(call.datagrams === undefined
      ? {}
      : { interface: call.datagrams.interface.address, intervalMs: call.datagrams.intervalMs }),
  }).catch((error: unknown) => {
    show(`${errorText(error)}\n`);
    return 1;
  });
  const stopped = new Promise<ProcessEnd>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve({ status: null, signal: 'SIGKILL' }), { once: true });
  });
  const ended = Promise.race([ran.then((status): ProcessEnd => ({ status, signal: null })), stopped]).then((value) => {
    end = value;
    close();
    return value;
  });
  return {
    output,
    ended,
    end: () => end,
    type: input.type,
    closeInput: input.close,
    stop: async () => {
      stopping.abort();
      input.close();
      await ended;
    },
  };
}

/** A standard input: what was typed comes out in the same pieces, until it is closed. */
function typedInput() {
  const typed: string[] = [];
  let closed = false;
  let wake = (): void => undefined;
  return {
    type: (text: string): void => {
      typed.push(text);
      wake();
    },
    close: (): void => {
      closed = true;
      wake();
    },
    pieces: async function* (): AsyncGenerator<string> {
      for (;;) {
        const piece = typed.shift();
        if (piece !== undefined) yield piece;
        else if (closed) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
