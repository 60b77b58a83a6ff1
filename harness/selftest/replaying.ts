import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientEndpoint, ServerEndpoint } from '../contracts/endpoint.ts';
import { defaultPhrases } from '../endpoints/default-phrases.ts';

/** How a script of `--repro` ended, and what it printed. */
export interface Replayed {
  readonly status: number | null;
  readonly printed: string;
  /** What it left in the folder for temporary files. */
  readonly left: readonly string[];
}

/** Runs a script against a fresh server endpoint in this process. */
export async function againstServer(script: string, { start }: Pick<ServerEndpoint, 'start'>): Promise<Replayed> {
  const dir = await mkdtemp(join(tmpdir(), 'sockspec-repro-'));
  const options = { host: '127.0.0.1', port: 0, dir, phrases: await defaultPhrases() };
  const server = await start({ ...options, tell: () => undefined, show: () => undefined });
  try {
    return await python([script, '127.0.0.1', String(server.port)], () => undefined);
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Runs a script, and the client endpoint against it with what the script says that it is to be given. */
export async function againstClient(script: string, { run }: Pick<ClientEndpoint, 'run'>): Promise<Replayed> {
  const abort = new AbortController();
  let running: Promise<unknown> | undefined;
  const begin = (printed: string): void => {
    const port = /^Listening on \S+ port (\d+)\./m.exec(printed)?.[1];
    if (running !== undefined || port === undefined) return;
    const file = /^The client is to send the file (.*)$/m.exec(printed)?.[1];
    running = run({
      ...{ host: '127.0.0.1', port: Number(port), connectMs: 4000, replyMs: 4000, signal: abort.signal },
      ...{ tell: () => undefined, show: () => undefined, input: typed(printed) },
      ...(file === undefined ? {} : { file }),
    });
  };
  try {
    return await python([script, '127.0.0.1', '0'], begin);
  } finally {
    abort.abort();
    await running;
  }
}

async function* typed(printed: string): AsyncGenerator<string> {
  for (const [, json = '""'] of printed.matchAll(/^It is to be typed (.*)$/gm)) {
    const text: unknown = JSON.parse(json);
    if (typeof text === 'string') yield text;
  }
}

async function python(words: readonly string[], heard: (printed: string) => void): Promise<Replayed> {
  const temporary = await mkdtemp(join(tmpdir(), 'sockspec-repro-'));
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn('python3', words, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let printed = '';
  const take = (text: string): void => {
    printed += text;
    heard(printed);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const [status] = await once(child, 'close');
  const left = await readdir(temporary);
  await rm(temporary, { recursive: true, force: true });
  return { status, printed, left };
}
