import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, resultsFolder } from '../places.ts';
import type { Language } from './mends.ts';

/** One file of functions: its name without an ending, and its text. */
export type Source = readonly [name: string, text: string];

/** How a language is read: where a file of functions lies, what it becomes, and the command that reads them all. */
interface Compiler {
  readonly file: (name: string) => string;
  readonly whole: (text: string, name: string) => string;
  /** Files that the command needs besides. */
  readonly others?: Readonly<Record<string, string>>;
  readonly command: (files: readonly string[]) => readonly [string, ...string[]];
}

/** What the compiler of a language says of these functions; empty where it has nothing to say. They are read, and not run. */
export function compiled(language: Language, sources: readonly Source[]): string {
  const { file, whole, others = {}, command } = compilers[language];
  // Below the checkout, where the compiler of TypeScript finds the types of Node.
  mkdirSync(resultsFolder, { recursive: true });
  const folder = mkdtempSync(join(resultsFolder, 'mends-'));
  try {
    const files = sources.map(([name, text]) => ({ path: file(name), text: whole(text, name) }));
    for (const { path, text } of [...files, ...Object.entries(others).map(([path, text]) => ({ path, text }))]) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const [program, ...words] = command(files.map(({ path }) => path));
    const { status, stdout, stderr, error } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
    if (error !== undefined) throw error;
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const READ_PYTHON =
  'import sys\nfor file in sys.argv[1:]:\n    compile(open(file, encoding="utf-8").read(), file, "exec")';

const headers = [
  ...[
    'arpa/inet',
    'errno',
    'netdb',
    'netinet/in',
    'pthread',
    'signal',
    'stdbool',
    'stdint',
    'stdio',
    'stdlib',
    'string',
  ],
  ...['sys/socket', 'sys/stat', 'sys/time', 'unistd'],
];

const javaPackages = [
  'java.io',
  'java.net',
  'java.nio',
  'java.nio.channels',
  'java.nio.charset',
  'java.nio.file',
  'java.util',
];
const javaOthers = ['java.util.concurrent', 'java.util.function'];

/** Packages of Go by the word that stands in front of what is used of them; of others the two are the same. */
const goPackages = new Map([
  ['binary', 'encoding/binary'],
  ['filepath', 'path/filepath'],
  ['rand', 'math/rand'],
  ['signal', 'os/signal'],
  ['utf8', 'unicode/utf8'],
]);
const goWords = [
  'bufio',
  'bytes',
  'errors',
  'fmt',
  'io',
  'log',
  'math',
  'net',
  'os',
  'regexp',
  'strconv',
  'strings',
  'syscall',
  'time',
];

function goImports(text: string): readonly string[] {
  return [...goWords, ...goPackages.keys()].filter((word) =>
    new RegExp(`^(?!\\s*//).*\\b${word}\\.[A-Z]`, 'm').test(text),
  );
}

const compilers: Readonly<Record<Language, Compiler>> = {
  python: {
    file: (name) => `${name}.py`,
    whole: (text) => text,
    command: (files) => ['python3', '-c', READ_PYTHON, ...files],
  },
  c: {
    file: (name) => `${name}.c`,
    whole: (text) => `#define _GNU_SOURCE\n${headers.map((name) => `#include <${name}.h>\n`).join('')}${text}`,
    command: (files) => ['gcc', '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', ...files],
  },
  java: {
    file: (name) => `${name}/Mend.java`,
    whole: (text, name) =>
      `package ${name.replaceAll('-', '_')};\n${[...javaPackages, ...javaOthers].map((one) => `import ${one}.*;\n`).join('')}class Mend {\n${text}}\n`,
    command: (files) => ['javac', '-d', 'classes', ...files],
  },
  go: {
    file: (name) => `${name}/mend.go`,
    whole: (text) =>
      `package mend\n\nimport (\n${goImports(text)
        .map((word) => `\t"${goPackages.get(word) ?? word}"\n`)
        .join('')})\n\n${text}`,
    others: { 'go.mod': 'module mends\n\ngo 1.19\n' },
    command: () => ['go', 'build', './...'],
  },
  js: {
    file: (name) => `${name}.mjs`,
    whole: (text) => `${text}\nexport {};\n`,
    command: (files) => [
      process.execPath,
      ...[join(repository, 'node_modules/typescript/bin/tsc'), '--ignoreConfig', '--noEmit', '--allowJs', '--checkJs'],
      ...['--strict', 'false', '--target', 'es2022', '--module', 'nodenext', '--types', 'node', ...files],
    ],
  },
};
