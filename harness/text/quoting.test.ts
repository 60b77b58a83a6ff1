import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { literalPattern, shellQuoted } from './quoting.ts';
import { visible } from './visible.ts';

test.each(['plain/word-1.b', '', 'two words', "it's", '$HOME `id` "q" \\ * [a] !', 'größe'])(
  'a shell takes %j as one word',
  (word) => {
    const shown = execFileSync('sh', ['-c', `printf '<%s>' ${shellQuoted(word)}`], { encoding: 'utf8' });

    expect(shown).toBe(`<${word}>`);
  },
);

test.each(['a\nb', "\u001b[2Jit's \\ 7", '\u007f7', '\u202e\u00851', 'größe\t$HOME'])(
  'bash takes %j, which has characters without a glyph, as one word that can be copied',
  (word) => {
    const command = `printf '<%s>' ${shellQuoted(word)}`;

    expect(visible(command)).toBe(command);
    expect(execFileSync('bash', ['-c', command], { encoding: 'utf8' })).toBe(`<${word}>`);
  },
);

test.each(['a.b*c', '^$|()[]{}', 'C:\\x?', '1+1/2', 'größe'])('a pattern of %j matches it alone', (text) => {
  const pattern = new RegExp(`^${literalPattern(text)}$`, 'u');

  expect(pattern.test(text)).toBe(true);
  expect(pattern.test(`${text}${text}`)).toBe(false);
  expect(pattern.test(text.replace(/./u, '\u{1F600}'))).toBe(false);
});
