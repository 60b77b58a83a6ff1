import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { folder } from '../shell.test.helper.ts';

/** What `--suite` refuses: each module with its one line. All are tried by one process, which has the compiled command line. */

const compiled = (file: string): string => new URL(`../../../dist/harness/${file}`, import.meta.url).href;

const ROW = `{ level: 'MUST', source: 's', text: 't', seen: ['wire'], provoked: 'p', failure: 'f', mend: 'm' }`;

/** A module of a suite, with parts of it in the place of what is right. */
function moduleOf({
  path = 'own/server',
  rows = `{ a: ${ROW} }`,
  options = `{ plain: [undefined], client: async () => 'served', basics: [] }`,
  cases = `(check) => check('a', async () => {})`,
  make = 'serverSuite',
} = {}): string {
  return [
    `import { clientSuite, requirementTable, serverSuite } from 'sockspec/testing';`,
    `export const suite = ${make}(requirementTable('${path}', ${rows}), ${options}, ${cases});`,
  ].join('\n');
}

const RUN = ['run', '--target', '127.0.0.1:9', '--suite'];
const NO_TYPES = !('typescript' in process.features);

/** Name, text of the module, and what is said of it. */
const refused: readonly (readonly [string, string, string])[] = [
  [
    'syntax.mjs',
    `export const suite = ;`,
    "expected a module that can be loaded, found: Unexpected token ';' (line 1)",
  ],
  [
    'throws.mjs',
    `\nthrow new Error('no such\\nthing');`,
    'expected a module that can be loaded, found: no such (throws.mjs:2)',
  ],
  [
    'import.mjs',
    `import { mustbe } from 'sockspec/testing';`,
    "found: The requested module 'sockspec/testing' does not provide an export named 'mustbe'",
  ],
  ['nothing.mjs', `1;`, 'datagramServerSuite, datagramClientSuite), found no export'],
  [
    'other.mjs',
    `export const suite = {}, table = 1;`,
    'has made (serverSuite, clientSuite, datagramServerSuite, datagramClientSuite), found no such among suite, table',
  ],
  [
    'path.mjs',
    moduleOf({ path: 'Own/server' }),
    'expected a table of PROTOCOL/server in small letters, found "Own/server" (path.mjs:2)',
  ],
  [
    'role.mjs',
    moduleOf({ path: 'own/client' }),
    'expected a table of PROTOCOL/server in small letters, found "own/client"',
  ],
  ['empty.mjs', moduleOf({ rows: '{}' }), 'own/server: expected at least one row, found none'],
  ['row.mjs', moduleOf({ rows: `{ a: { ...${ROW}, text: 1 } }` }), 'own/server/a: text: expected a string, found 1'],
  ['key.mjs', moduleOf({ rows: `{ 'A b': ${ROW} }` }), 'own/server/A b: id: expected a string that matches'],
  [
    'level.mjs',
    moduleOf({ rows: `{ a: { ...${ROW}, level: 'WILL' } }` }),
    'own/server/a: level: expected one of "MUST"',
  ],
  [
    'case.mjs',
    moduleOf({ cases: `(check) => check('b', async () => {})` }),
    'expected cases of rows of the table, found one of "own/server/b"',
  ],
  ['none.mjs', moduleOf({ cases: '() => {}' }), 'own/server/a: expected a case of each row, found none'],
  [
    'twice.mjs',
    moduleOf({ cases: `(check) => check('a', [1, 1], async () => {})` }),
    'expected an id of its own for each case, found "own/server/a[1]" twice',
  ],
  [
    'async.mjs',
    moduleOf({ cases: `async (check) => check('a', async () => {})` }),
    'named at once, found an async function',
  ],
  [
    'client.mjs',
    moduleOf({ options: '{ plain: [1], basics: [] }' }),
    'own/server: expected a function client in the options',
  ],
  [
    'basics.mjs',
    moduleOf({ options: `{ plain: [1], client: async () => '', basics: ['b'] }` }),
    'rows of the table in the options, found "b"',
  ],
  [
    'plain.mjs',
    moduleOf({ path: 'own/client', make: 'clientSuite' }),
    'own/client: expected the plain exchange, a function',
  ],
  ['built-in.mjs', moduleOf({ path: 'upload/server' }), 'found upload/server: upload is a built-in protocol'],
  ['described.mjs', moduleOf({ path: 'resp/server' }), 'found resp/server: resp is a described protocol'],
  ...(NO_TYPES
    ? [['types.ts', '1;', 'expected JavaScript, or Node 22.18 or later, which strips types, found TypeScript'] as const]
    : []),
  ['notes.txt', 'text', '--suite: expected a module (.mjs, .js, .mts, .ts), found '],
];

test('an error in a case that is no finding says that the suite failed, and in which line', () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'body.mjs'), '\nexport const body = async () => {\n  await null.x;\n};\n');
  const program = `
    import { judge } from ${JSON.stringify(compiled('engine/judge.js'))};
    import { Finding } from ${JSON.stringify(compiled('engine/finding.js'))};
    import { toldApart } from ${JSON.stringify(compiled('testing/suite-failure.js'))};
    import { body } from ${JSON.stringify(pathToFileURL(join(cwd, 'body.mjs')).href)};
    const judged = (work) => toldApart(work)().catch((error) => judge(error, { level: 'MUST' }));
    const found = async () => { throw new Finding('one', 'other'); };
    process.stdout.write(JSON.stringify([await judged(body), await judged(found)]));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });

  expect(JSON.parse(stdout)).toMatchObject([
    { verdict: 'error', reason: "the suite failed: Cannot read properties of null (reading 'x') (body.mjs:3)" },
    { verdict: 'fail', reason: 'expected one; saw other' },
  ]);
});

test('a module that is no suite is refused in one line that names it, and nothing is run', { timeout: 60_000 }, () => {
  const cwd = folder();
  for (const [name, text] of refused) writeFileSync(join(cwd, name), text);
  writeFileSync(join(cwd, 'right.mjs'), moduleOf());
  const lines = [
    ...refused.map(([name]) => [...RUN, name]),
    [...RUN, 'right.mjs', '--suite', './right.mjs'],
    [...RUN, 'nowhere.mjs'],
    ['run', '--suite', 'right.mjs'],
    ['run', '--suite', 'right.mjs', '--only', 'own/server/b'],
  ];
  const program = `
    import { main } from ${JSON.stringify(compiled('cli/main.js'))};
    const said = [];
    process.stderr.write = (text) => said.push(text) > 0;
    const ended = [];
    for (const words of ${JSON.stringify(lines)}) ended.push({ status: await main(words), said: said.splice(0).join('') });
    process.stdout.write(JSON.stringify(ended));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd,
    encoding: 'utf8',
  });
  const ended: readonly { readonly status: number; readonly said: string }[] = JSON.parse(
    stdout || JSON.stringify(stderr),
  );
  const told = [
    ...refused.map(([, , words]) => words),
    './right.mjs: expected one suite own/server, found another in right.mjs',
    '--suite: expected a module, found nothing at nowhere.mjs',
    'expected a target for own/server, found none: needs --exec, --target or --listen',
    '--only: expected a glob over requirement ids (suites: ',
  ];

  expect(ended.map(({ status }) => status)).toEqual(lines.map(() => 2));
  expect(ended.map(({ said }) => said)).toEqual(told.map((words) => expect.stringContaining(words)));
  expect(ended.map(({ said }) => said.match(/^sockspec: [^\n]+\n$/))).not.toContain(null);
  for (const [index, [name]] of refused.entries()) expect(ended[index]?.said).toContain(name);
});
