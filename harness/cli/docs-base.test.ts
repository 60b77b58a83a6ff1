import { expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
import { docsBase, repositoryBase } from './docs-base.ts';
import { packageFile } from './version.ts';

test.each([
  ['https://github.com/owner/name', 'https://github.com/owner/name/blob/HEAD/docs/requirements/'],
  [{ url: 'git+https://github.com/owner/name.git' }, 'https://github.com/owner/name/blob/HEAD/docs/requirements/'],
  ['github:owner/name', 'https://github.com/owner/name/blob/HEAD/docs/requirements/'],
  [
    { url: 'https://gitlab.com/group/part/name.git' },
    'https://gitlab.com/group/part/name/-/blob/HEAD/docs/requirements/',
  ],
  [{ url: 'https://git.example.org/owner/name.git' }, undefined],
  [{ url: 'git@github.com:owner/name.git' }, undefined],
  [undefined, undefined],
])('the pages of the repository %j are at %s', (repository, base) => {
  expect(repositoryBase({ version: '1.0.0', ...(repository === undefined ? {} : { repository }) })).toBe(base);
});

test('what is said goes before the repository, and gets its slash', () => {
  expect(docsBase('--docs-base', 'https://example.org/docs')).toBe('https://example.org/docs/');
  expect(docsBase('--docs-base', '../docs/')).toBe('../docs/');
  expect(docsBase('--docs-base', undefined)).toBe(repositoryBase(packageFile));
});

test.each(['javascript:alert(1)', 'a folder', ''])('what is no address is refused: %j', (said) => {
  expect(() => docsBase('docsBase', said)).toThrow(UsageError);
  expect(() => docsBase('docsBase', said)).toThrow('docsBase: expected the address of a folder');
});
