import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { removeFile, removeTree, removeTreeAtOnce } from './removal.ts';

let top = '';
let outside = '';

beforeEach(() => {
  const place = mkdtempSync(join(tmpdir(), 'sockspec removal-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  [top, outside] = [join(place, 'top'), join(place, 'outside')];
  for (const folder of [join(top, 'a folder', 'deep'), outside]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(outside, 'kept'), 'of the user');
  writeFileSync(join(top, 'a folder', 'deep', 'x'), '');
});

function fill(folder: string, files: number): void {
  for (let file = 0; file < files; file += 1) writeFileSync(join(folder, `${file}`), '');
}

test('a folder with all that is in it, and nothing that a link in it leads to', async () => {
  symlinkSync(outside, join(top, 'a folder', 'link'));
  symlinkSync(join(outside, 'kept'), join(top, 'a folder', 'deep', 'link'));

  expect(await removeTree(top, 'a folder')).toEqual([]);

  expect(readdirSync(top)).toEqual([]);
  expect(readdirSync(outside)).toEqual(['kept']);
});

test('while very many files are removed, everything else in the thread has its turns', async () => {
  fill(join(top, 'a folder'), 1000);
  let turns = 0;
  let goesOn = true;
  const count = (): void => {
    turns += 1;
    if (goesOn) setImmediate(count);
  };
  setImmediate(count);

  const left = await removeTree(top, 'a folder');
  goesOn = false;

  expect(left).toEqual([]);
  expect(turns).toBeGreaterThanOrEqual(10);
});

test('a removal at once beside one that goes on leaves nothing either', async () => {
  fill(join(top, 'a folder'), 1000);
  const goesOn = removeTree(top, 'a folder');

  expect(removeTreeAtOnce(top, 'a folder')).toEqual([]);

  expect(readdirSync(top)).toEqual([]);
  expect(await goesOn).toEqual([]);
});

test('a link in the place of a folder goes, and not what it leads to; nothing is nothing to remove', async () => {
  symlinkSync(outside, join(top, 'link'));

  expect(await removeTree(top, 'link')).toEqual([]);
  expect(await removeTree(top, 'missing')).toEqual([]);
  expect(await removeTree(join(top, 'gone'), 'x')).toEqual([]);

  expect(readdirSync(outside)).toEqual(['kept']);
});

test.runIf(process.platform === 'linux')('a name that is no UTF-8', async () => {
  writeFileSync(Buffer.concat([Buffer.from(join(top, 'a folder/')), Buffer.of(0xff, 0xfe)]), '');

  expect(await removeTree(top, 'a folder')).toEqual([]);
  expect(readdirSync(top)).toEqual([]);
});

test('folders too deep within each other are left, and told', async () => {
  let folder = join(top, 'a folder');
  for (let depth = 0; depth < 140; depth += 1) folder = join(folder, 'd');
  mkdirSync(folder, { recursive: true });

  expect(await removeTree(top, 'a folder')).toEqual(['a folder']);
});

test('a file is not removed by way of a folder that has become a link', () => {
  writeFileSync(join(outside, 'x'), 'of the user');
  renameSync(join(top, 'a folder', 'deep'), join(top, 'elsewhere'));
  symlinkSync(outside, join(top, 'a folder', 'deep'));

  expect(removeFile(top, ['a folder', 'deep', 'x'], () => true)).toBe(false);

  expect(readdirSync(outside).sort()).toEqual(['kept', 'x']);
});

test('one file, a link itself, and neither a folder nor what may not go', () => {
  symlinkSync(join(outside, 'kept'), join(top, 'link'));

  expect(removeFile(top, ['link'], () => true)).toBe(true);
  expect(removeFile(top, ['a folder'], () => true)).toBe(false);
  expect(removeFile(top, ['..', 'outside', 'kept'], () => true)).toBe(false);
  expect(removeFile(top, ['a folder', 'deep', 'x'], () => false)).toBe(false);
  expect(removeFile(top, ['a folder', 'deep', 'x'], () => true)).toBe(true);
  expect(removeFile(top, ['a folder', 'deep', 'x'], () => true)).toBe(true);

  expect(existsSync(join(outside, 'kept'))).toBe(true);
  expect(readdirSync(join(top, 'a folder'))).toEqual(['deep']);
});

/** A program of its own exchanges the folder for a link, as fast as it can, while all is removed and made again. */
test.runIf(process.platform === 'linux')(
  'while a program exchanges folders for links nothing outside is removed',
  { timeout: 60_000 },
  async () => {
    const exchange = `
import os, sys
top, outside = sys.argv[1:]
for n in range(4000):
    try:
        os.makedirs(top + '/a folder/deep', exist_ok=True)
        open(top + '/a folder/deep/kept', 'w').close()
        os.rename(top + '/a folder/deep', top + '/away%d' % n)
        os.symlink(outside, top + '/a folder/deep')
        os.rename(top + '/a folder/deep', top + '/link%d' % n)
    except OSError:
        pass
`;
    const script = `${exchange}`;
    const pid = Number(
      execFileSync('sh', ['-c', 'python3 -c "$0" "$1" "$2" >/dev/null 2>&1 & echo $!', script, top, outside], {
        encoding: 'utf8',
      }),
    );
    // Bounded: the program ends by itself after its 4,000 exchanges.
    while (existsSync(`/proc/${pid}`)) {
      removeFile(top, ['a folder', 'deep', 'kept'], () => true);
      await removeTree(top, 'a folder');
      removeTreeAtOnce(top, 'a folder');
    }

    expect(readdirSync(outside)).toEqual(['kept']);
  },
);
