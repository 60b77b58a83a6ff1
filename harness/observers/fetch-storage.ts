import { join } from 'node:path';
import { ObserverFailed, type Storage, type StoredAs } from '../contracts/observer.ts';
import { commandWords } from '../processes/command-line.ts';
import { makeOwnFolder, removeOwnFolder } from '../processes/own-folders.ts';
import { type CommandEnd, runCommand } from '../processes/run-command.ts';
import { lastWords } from '../text/last-words.ts';
import { compareFile } from './stored-file.ts';

/**
 * Observes `storage` through a command that copies stored file `{name}` to `{file}`. A status other than 0 means that there is
 * none, once the command has fetched a file: until then it says as much of the command as of the IUT, and the comparison
 * rejects with `ObserverFailed`, as it does where the command cannot be run at all.
 */
export function fetchStorage(command: string): Storage {
  let hasFetched = false;
  const compare = async (dir: string, name: string, contents: Iterable<Uint8Array>): Promise<StoredAs> => {
    const end = await runCommand(commandWords(command, { name, file: join(dir, 'fetched') }));
    if (cannotRun(end)) throw failed(end);
    const found = await compareFile(join(dir, 'fetched'), contents);
    hasFetched ||= found.kind !== 'absent';
    if (found.kind === 'absent' && end.status !== 0 && !hasFetched) throw failed(end);
    return found;
  };
  return {
    description: `command ${command}`,
    lists: false,
    list: async () => ({ files: [], isAll: true }),
    compare: async (name, contents) => {
      const dir = await makeOwnFolder('fetch');
      try {
        return await compare(dir, name, contents);
      } finally {
        await removeOwnFolder(dir);
      }
    },
    remove: async () => undefined,
  };
}

/** 126 and 127 are what a shell says of a program that it cannot run. */
function cannotRun({ status }: CommandEnd): boolean {
  return status === null || status === 126 || status === 127;
}

function failed({ status, why, said }: CommandEnd): ObserverFailed {
  const how = status === null ? why : `it ended with status ${status}`;
  return new ObserverFailed(`the --fetch command has fetched nothing yet: ${how}${lastWords(said)}`);
}
