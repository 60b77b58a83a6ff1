import { expect, test } from 'vitest';
import yargs from 'yargs';
import { ProfileTarget } from '../../contracts/profile.ts';
import { parserConfiguration } from '../command.ts';
import {
  addTargetFlags,
  flaggedTarget,
  initRows,
  isTargetKey,
  targetKeys,
  targetRows,
  targetWords,
  withPaths,
} from './target-keys.ts';

/** A target with every key of the table; each value says which it is. */
const full: ProfileTarget = {
  suite: 'upload/server',
  ...{ reference: 'r', fault: 'f', target: 'h:1', exec: 'a b', listen: 'h:2', ready: 're', store: 's', fetch: 'fe' },
  ...{ cwd: 'cw', folder: 'fo', build: 'b' },
  ...{
    output: 'o',
    show: 'sh',
    incomplete: 'i',
    input: 'stdin',
    interface: 'lo',
    group: 'g',
    phrases: 'p',
    ends: 'lf',
  },
  ...{
    captures: ['c1', 'c2'],
    groups: ['g1'],
    nets: ['n1'],
    tty: true,
    sandbox: true,
    operator: true,
    iutVersion: 'v',
  },
};

test('every key of a target stands in the table, but for its name, its suite and what no flag says', () => {
  const others = ['name', 'suite', 'each', 'version', 'env', 'skip', 'limits', 'capabilities'];

  expect(Object.keys(ProfileTarget.properties).filter((key) => !isTargetKey(key))).toEqual(others);
  expect(Object.keys(full).filter(isTargetKey).toSorted()).toEqual(Object.keys(targetKeys).toSorted());
});

test('each kind is that of the schema', () => {
  const kinds: Readonly<Record<string, unknown>> = { text: 'string', list: 'array', switch: 'boolean' };
  for (const [key, { kind }] of targetRows) {
    const { type, anyOf } = ProfileTarget.properties[key];
    if (typeof kind === 'string') expect(type, key).toBe(kinds[kind]);
    else
      expect(
        anyOf.map(({ const: value }: { readonly const: string }) => value),
        key,
      ).toEqual(kind);
  }
});

test('the words that reach a target again hold every key that says how, in the order of the table', () => {
  expect(targetWords(full)).toBe(
    "upload/server --reference r --fault f --target h:1 --exec 'a b' --cwd cw --folder fo --build b --listen h:2 --ready re --store s --fetch fe --output o --show sh --incomplete i --input stdin --interface lo --group g --phrases p --ends lf --captures c1 --captures c2 --group g1 --net n1 --tty --sandbox --operator",
  );
  expect(targetWords({ suite: 'fortune/server', tty: false })).toBe('fortune/server');
});

test.each(targetRows.map(([key, row]) => [key, row] as const))(
  '%s is read from its flag',
  async (key, { flag, kind, suites }) => {
    const value = typeof kind === 'string' ? 'x' : (kind[0] ?? '');
    const parser = yargs().parserConfiguration(parserConfiguration);
    addTargetFlags(parser, targetRows);
    const given = await parser.parseAsync(kind === 'switch' ? [`--${flag}`] : [`--${flag}`, value]);

    expect(flaggedTarget(given, targetRows, suites ?? 'programs')).toEqual({
      [key]: kind === 'switch' ? true : kind === 'list' ? [value] : value,
    });
  },
);

test('the paths of a target, and nothing else, are changed', () => {
  const changed = withPaths(full, (path) => `/x/${path}`);

  const paths = { cwd: '/x/cw', folder: '/x/fo', store: '/x/s', phrases: '/x/p', captures: ['/x/c1', '/x/c2'] };
  expect(changed).toEqual({ ...full, ...paths });
});

test.each([
  ['run', targetRows],
  ['init', initRows],
])('the flags of %s are those of its rows', async (_, rows) => {
  const parser = yargs();
  addTargetFlags(parser, rows);
  const help = await parser.getHelp();

  for (const [, { flag }] of rows) expect(help).toMatch(new RegExp(`^ +--${flag} `, 'm'));
});
