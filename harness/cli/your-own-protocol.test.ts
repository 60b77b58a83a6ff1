import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Ended, folder, sockspecLine } from './shell.test.helper.ts';

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

/** Runs of the page that go on at the same time: most of each is waiting. */
const AT_ONCE = 2;

test('the files and commands of docs/your-own-protocol.md do what it says', { timeout: 600_000 }, async () => {
  const waiting = [...commandsOf(blocks)];
  expect(waiting.length).toBeGreaterThanOrEqual(7);

  const runNext = async (): Promise<void> => {
    for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
      const { status, stdout, stderr } = await run(command);
      expect({ words: command.words, status }, `${stdout}${stderr}`).toEqual({
        words: command.words,
        status: command.status,
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runNext));
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
