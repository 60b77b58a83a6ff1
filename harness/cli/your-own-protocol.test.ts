import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bin, folder } from './shell.test.helper.ts';

/** Does the page for newcomers tell the truth: its files are written, and its commands run, in their order. */

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

test('the files and commands of docs/your-own-protocol.md do what it says', { timeout: 600_000 }, () => {
  const cwd = folder();
  const { PYTHONUNBUFFERED: _, ...env } = process.env;

  expect(blocks.filter(({ kind }) => kind === 'command').length).toBeGreaterThanOrEqual(7);
  for (const block of blocks) {
    if (block.kind === 'file') writeFileSync(join(cwd, block.name), block.text);
    else {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', `"$NODE" "$BIN" ${block.words}`], {
        ...{ cwd, encoding: 'utf8', timeout: 180_000 },
        env: { ...env, NODE: process.execPath, BIN: bin },
      });
      expect({ words: block.words, status }, `${stdout}${stderr}`).toEqual({
        words: block.words,
        status: block.status,
      });
    }
  }
});
