import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '../contracts/observer.ts';
import { commandWords } from '../processes/command-line.ts';
import { runCommand } from '../processes/run-command.ts';
import { compareFile } from './folder-storage.ts';

/** Observes `storage` through a command that copies stored file `{name}` to `{file}`; a status other than 0 means: none. */
export function fetchStorage(command: string): Storage {
  const fetched = async <Result>(name: string, use: (dir: string) => Promise<Result>): Promise<Result> => {
    const dir = await mkdtemp(join(tmpdir(), 'sockspec fetch-'));
    try {
      await runCommand(commandWords(command, { name, file: join(dir, 'fetched') }));
      return await use(dir);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  };
  return {
    description: `command ${command}`,
    lists: false,
    list: async () => [],
    compare: (name, contents) => fetched(name, (dir) => compareFile(join(dir, 'fetched'), contents)),
    remove: async () => undefined,
  };
}
