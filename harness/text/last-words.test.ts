import { expect, test } from 'vitest';
import { lastSaying, lastWords } from './last-words.ts';

test.each([
  ['the last line', 'one\ntwo\n\n', 'two'],
  ['a line end of another system', 'one\r\ntwo\r\n', 'two'],
  ['nothing', '\n\n', ''],
  ['very many lines', `${'\n'.repeat(1_000_000)}last\n`, 'last'],
  ['a line of a million dots', `at ${'a.'.repeat(500_000)}\n  }\n`, `at ${'a.'.repeat(198)}a`],
  [
    'Node',
    "/tmp/x.js:3\nlisten(\n^\n\nReferenceError: listen is not defined\n    at Object.<anonymous> (/tmp/x.js:3:1) {\n  code: 'X'\n}\n\nNode.js v20.11.0\n",
    'ReferenceError: listen is not defined',
  ],
  [
    'an error event of Node',
    "node:events:502\n      throw er; // Unhandled 'error' event\n      ^\n\nError: read ECONNRESET\n    at TCP.onStreamRead (node:internal:1:2)\nEmitted 'error' event on Socket instance at:\n    at emitErrorNT (node:internal:3:4) {\n  code: 'ECONNRESET'\n}\n\nNode.js v20.11.0\n",
    'Error: read ECONNRESET',
  ],
  [
    'Java',
    'Exception in thread "main" java.net.BindException: Address in use\n\tat a.b.C.d(C.java:1)\n\t... 3 more\n',
    'Exception in thread "main" java.net.BindException: Address in use',
  ],
  [
    'Rust',
    "thread 'main' panicked at src/main.rs:3:5:\ncalled on an `Err` value\nnote: run with `RUST_BACKTRACE=1` to see more\n",
    'called on an `Err` value',
  ],
  [
    'Go',
    'panic: listen tcp :17\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/x.go:5 +0x18\nexit status 2\n',
    'panic: listen tcp :17',
  ],
  [
    'a usage text behind a complaint',
    'prog: unknown option --port\nUsage: prog [options]\nOptions:\n  -p N   port\n  -h     this text\n',
    'prog: unknown option --port',
  ],
  [
    'a parser that complains last',
    'usage: x.py [-h] host\nx.py: error: the host is missing\n',
    'x.py: error: the host is missing',
  ],
  [
    'data behind a complaint that quotes more of it',
    `Error: ENOENT: no such file, open '/store/a\n${'xyz '.repeat(16_384)}`,
    "Error: ENOENT: no such file, open '/store/a",
  ],
  ['data alone', `${'xyz '.repeat(16_384)}\n`, 'xyz '.repeat(100).trim()],
  ['a usage text alone', 'Usage: prog HOST PORT\n', 'Usage: prog HOST PORT'],
  ['a line that is indented, with nothing else said', 'ready\n  listening on 17\n', 'listening on 17'],
])('the last line that says something: %s', (_, printed, line) => {
  expect(lastSaying(printed)).toBe(line);
});

test('it is quoted, and harmless', () => {
  expect(lastWords('a\u001b[2J\n')).toBe('; its last line: "a\\u001b[2J"');
  expect(lastWords('')).toBe('; it printed nothing');
});
