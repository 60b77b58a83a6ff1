import { expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
import { commandWords, mentions, shellWordIn } from './command-line.ts';

const placeholders = { host: '::1', port: '54321', dir: '/tmp/a folder/it\'s "here" {port}' };

test.each([
  ['python3 server.py', ['python3', 'server.py']],
  ['  a   b\tc ', ['a', 'b', 'c']],
  ['"a program" \'one word\'', ['a program', 'one word']],
  ['printf "it\'s" \'"\'', ['printf', "it's", '"']],
  ['server --port={port}', ['server', '--port=54321']],
  ['server {host}:{port}', ['server', '::1:54321']],
  ['server {dir}', ['server', placeholders.dir]],
  ['server "--in {dir}"', ['server', `--in ${placeholders.dir}`]],
  ['sh -c "a | b > $X; c"', ['sh', '-c', 'a | b > $X; c']],
  ['awk {} {1} {A} {a-b}', ['awk', '{}', '{1}', '{A}', '{a-b}']],
])('the words of: %s', (command, words) => {
  expect(commandWords(command, placeholders)).toEqual(words);
});

test.each([
  ['server {prot}', 'expected one of {host} {port} {dir} in the command, found {prot}'],
  ['', 'expected a command, found ""'],
  ['  ', 'expected a command, found "  "'],
])('refuses "%s": %s', (command, message) => {
  expect(() => commandWords(command, placeholders)).toThrow(UsageError);
  expect(() => commandWords(command, placeholders)).toThrow(message);
});

test('a name that every object has is no placeholder', () => {
  expect(() => commandWords('server {constructor}', placeholders)).toThrow(UsageError);
});

test('tells which placeholders a command mentions', () => {
  expect(mentions('server {dir} x', 'dir')).toBe(true);
  expect(mentions('server dir', 'dir')).toBe(false);
});

test.each([
  ['true && false', '&&'],
  ['make | tee log', '|'],
  ['make > "a file" 2>&1', '>'],
  ['a ; b', ';'],
  ["sh -c 'a && b'", undefined],
  ["cut -d '|' -f 2", undefined],
  ['server --to=a&&b {port}', undefined],
])('%s has a word that only a shell knows: %s', (command, word) => {
  expect(shellWordIn(command)).toBe(word);
});
