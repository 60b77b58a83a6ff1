import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../places.ts';

/** The languages that a mend is shown in, in the order of a page, as its blocks of code are marked. */
export const languages = { python: 'Python', c: 'C', java: 'Java', go: 'Go', js: 'Node' } as const;

export type Language = keyof typeof languages;

/** How a kind of failure is mended, in code. */
export interface Mend {
  /** The name of its file, without the ending. */
  readonly name: string;
  readonly title: string;
  /** Why, in a paragraph. */
  readonly why: string;
  /** By language, whole functions. */
  readonly code: ReadonlyMap<Language, string>;
}

const folder = join(repository, 'fixtures/mends');

/** Every mend of `fixtures/mends/`, by name. Throws an Error for a file that lacks its form, or a language. */
export function readMends(): ReadonlyMap<string, Mend> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
  return new Map(
    files.toSorted().map((file) => {
      const name = file.replace(/\.md$/, '');
      return [name, parseMend(name, readFileSync(join(folder, file), 'utf8'))];
    }),
  );
}

/** One mend. Throws an Error where its text is not a title, a paragraph, and a block a language in their order. */
export function parseMend(name: string, text: string): Mend {
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```\n/gm)];
  const found = blocks.map(([, language]) => language).join(', ');
  const wanted = Object.keys(languages).join(', ');
  const [, title, why] = /^# (.+)\n\n(.+)\n\n```/.exec(text) ?? [];
  if (title === undefined || why === undefined || found !== wanted) {
    throw new Error(`fixtures/mends/${name}.md: expected a title, a line and blocks of ${wanted}; found ${found}`);
  }
  const code = blocks.flatMap(([, language = '', block = '']) =>
    isLanguage(language) ? [[language, block] as const] : [],
  );
  return { name, title, why, code: new Map(code) };
}

function isLanguage(word: string): word is Language {
  return Object.hasOwn(languages, word);
}
