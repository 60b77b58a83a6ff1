import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { literalPattern, shellQuoted } from './quoting.ts';

test.each(['plain/word-1.b', '', 'two words', "it's", '$HOME `id` "q" \\ * [a] !', 'größe', 'a\nb'])(
  'a shell takes %j as one word',
  (word) => {
    const shown = execFileSync('sh', ['-c', `printf '<%s>' ${shellQuoted(word)}`], { encoding: 'utf8' });

    expect(shown).toBe(`<${word}>`);
  },
);

test.each(['a.b*c', '^$|()[]{}', 'C:\\x?', '1+1/2', 'größe'])('a pattern of %j matches it alone', (text) => {
  const pattern = new RegExp(`^${literalPattern(text)}$`, 'u');

  expect(pattern.test(text)).toBe(true);
  expect(pattern.test(`${text}${text}`)).toBe(false);
  expect(pattern.test(text.replace(/./u, '\u{1F600}'))).toBe(false);
});
