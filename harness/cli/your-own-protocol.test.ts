import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect } from 'vitest';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { type Ended, folder, sockspecLine } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** Does the page for newcomers tell the truth: its files are written, and its commands run, each where the files before it are. */

const page = readFileSync(fileURLToPath(new URL('../../docs/your-own-protocol.md', import.meta.url)), 'utf8');

/** A block of the page: a file under the name that stands before it, or commands. */
type Block =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'command'; readonly words: string; readonly status: number };

const blocks: readonly Block[] = [...page.matchAll(/(?:^`([\w.]+)`:\n\n)?^```(\w+)\n(.*?)^```$/gms)].flatMap(
  ([, name, language, text = '']): readonly Block[] => {
    if (name !== undefined) return [{ kind: 'file', name, text }];
    expect(language).toBe('sh');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, words = '', status = '0'] = /^sockspec (.*?)(?: # exit status (\d))?$/.exec(line) ?? [];
        return { kind: 'command', words, status: Number(status) };
      });
  },
);

/** A command of the page, with the files that the page has written by then. */
interface Command {
  readonly words: string;
  readonly status: number;
  readonly files: ReadonlyMap<string, string>;
}

const commands = commandsOf(blocks);

test.for(commands)('$words', { timeout: 600_000 }, async (command) => {
  const { status, stdout, stderr } = await run(command);

  expect(status, `${stdout}${stderr}`).toBe(command.status);
});

everyTurn('the page has files and commands', () => {
  expect(commands.length).toBeGreaterThanOrEqual(7);
  expect(blocks.length - commands.length).toBeGreaterThanOrEqual(3);
});

function commandsOf(all: readonly Block[]): readonly Command[] {
  const files = new Map<string, string>();
  return all.flatMap((block) => {
    if (block.kind === 'command') return [{ ...block, files: new Map(files) }];
    files.set(block.name, block.text);
    return [];
  });
}

/** Runs a command in a folder of its own that has its files. */
function run({ words, files }: Command): Promise<Ended> {
  const cwd = folder();
  for (const [name, text] of files) writeFileSync(join(cwd, name), text);
  return sockspecLine(words, cwd);
}
