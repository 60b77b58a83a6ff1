import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect } from 'vitest';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { folder, runReport } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn, 3);

/** A described server that answers nothing is judged by what it stores, where it is told a folder: `--store`. */

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/protocols/${name}`, import.meta.url));

/** Servers of log.protocol.yaml by how they store, and by their mistakes. */
const servers = ['append', 'files', 'append short', 'files keeps'] as const;

/** A law about what must be stored, one about cuts, and one about what must not. */
const laws = ['answers', 'cut-anywhere', 'wrong-literal'];

test('what it stores is what it has taken: appended to a file, or a file each', { timeout: 120_000 }, async () => {
  const place = folder();
  const targets = servers.map((words) => {
    const store = join(place, words.replace(' ', '-'));
    mkdirSync(store);
    writeFileSync(join(store, 'from before'), 'text of another run\n');
    const exec = `python3 ${fixture('log_store_server.py')} {host} {port} {dir} ${words}`;
    return { name: words, suite: 'log/server', exec, store };
  });
  const profile = join(place, 'profile.json');
  writeFileSync(profile, JSON.stringify({ protocols: [fixture('log.protocol.yaml')], targets }));
  const { run } = await runReport(['--profile', profile, ...laws.flatMap((law) => ['--only', `log/server/${law}`])]);

  const of = (name: string, ...verdicts: readonly string[]) =>
    run.cases.filter(({ target, verdict }) => target === name && verdicts.includes(verdict));
  const rows = (name: string, ...verdicts: readonly string[]): readonly string[] => [
    ...new Set(of(name, ...verdicts).map(({ requirement }) => requirement.replace('log/server/', ''))),
  ];
  for (const name of ['append', 'files']) {
    expect([name, rows(name, 'pass'), of(name, 'fail', 'warning', 'inconclusive', 'error')]).toEqual([name, laws, []]);
  }
  expect(rows('append short', 'fail')).toEqual(['answers']);
  expect(of('append short', 'fail')[0]?.reason).toMatch(/saw record: not stored: stored "records.log: T/);
  expect(rows('files keeps', 'fail', 'warning')).toEqual(['wrong-literal']);
});

test('samples over UDP are judged by the lines of a file, and a pattern tells a changed number', {
  timeout: 120_000,
}, async () => {
  const place = folder();
  const targets = ['careful', 'rounds', 'any-kind'].map((mistake) => {
    const store = join(place, mistake);
    mkdirSync(store);
    const exec = `python3 -S ${fixture('gauge_store_server.py')} {host} {port} {dir} ${mistake === 'careful' ? '' : mistake}`;
    return { name: mistake, suite: 'gauge/server', exec, store, show: '^(?<name>\\S+) (?<value>\\d+)$' };
  });
  const profile = join(place, 'profile.json');
  writeFileSync(profile, JSON.stringify({ protocols: [fixture('gauge.protocol.yaml')], targets }));
  const { run } = await runReport(['--profile', profile]);

  const red = run.cases.filter(({ verdict }) => ['fail', 'warning', 'error'].includes(verdict));
  expect(red.map(({ target, id, reason }) => [target, id, reason])).toEqual([
    ['rounds', 'gauge/server/answers', expect.stringMatching(/not stored as it was sent: stored "lab\.\w+\.\w+ 10"$/)],
    ['any-kind', 'gauge/server/wrong-literal[sample]', expect.stringContaining('shown: sample, after octet 1 of kind')],
  ]);
  expect(run.cases.filter(({ target, verdict }) => target === 'careful' && verdict === 'inconclusive')).toEqual([]);
});

test('what stores in no folder that is seen has stored nothing, and is told so', async () => {
  const exec = `python3 ${fixture('log_store_server.py')} {host} {port} '${folder()}' append`;
  const protocol = ['log/server', '--protocol', fixture('log.protocol.yaml'), '--only', '**/answers'];
  const { run } = await runReport([...protocol, '--exec', exec, '--store', folder()]);

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['fail', 'expected every message as described; saw record: not stored: nothing was stored'],
    ['not-applicable', 'what is stored under one name is there once'],
  ]);
});
