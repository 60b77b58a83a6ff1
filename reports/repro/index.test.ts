import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseResult, Evidence } from '../../harness/contracts/run.ts';
import { sampleCase, sampleRun } from '../samples.ts';
import { type Known, MARK, type Reproduction, reproductionsOf } from './index.ts';

const at = (t: number, who: Evidence['who'], what: Evidence['what'], more: Partial<Evidence> = {}): Evidence => ({
  ...{ t, who, what, connection: 1 },
  ...more,
});

/** A suite whose verdicts are drawn from octets that are always the same. */
const onWire: Known = { observationsOf: () => ['wire'], saysAnything: () => false };

/** Text that ends comments, strings and lines where it can, or names another encoding. */
const hostile = [
  '"""\n\'\'\' \\',
  'end"\nimport os; os._exit(99)\n#',
  '\r\u2028\u2029\u0085\f\v\0',
  '\\" + __import__("os")._exit(99) + "',
  'coding: utf-7 -*- coding=rot13',
  '\ud800 \u202e \ufeff 語 🦊 ö',
  '%s %d {0} $(reboot) `reboot`',
];

const exchange = [
  at(0, 'harness', 'connect'),
  at(1, 'harness', 'send', { octets: 3, hex: '61620a' }),
  at(2, 'iut', 'receive', { octets: 2, hex: '4f4b' }),
  at(3, 'iut', 'fin'),
];

const broken = (changes: Partial<CaseResult>): CaseResult =>
  sampleCase({ verdict: 'fail', expected: 'no octet', seen: '2 octets', evidence: exchange, ...changes });

function madeOf(...cases: readonly CaseResult[]): readonly Reproduction[] {
  return reproductionsOf(sampleRun({ cases: [...cases] }), onWire);
}

function scriptOf(changes: Partial<CaseResult>): string {
  return madeOf(broken(changes))[0]?.script ?? '';
}

/** What Python says of scripts: nothing where they compile. */
function compiled(scripts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockspec-repro-'));
  const files = scripts.map((script, index) => {
    const file = join(folder, `${index}.py`);
    writeFileSync(file, script);
    return file;
  });
  const { status, stderr } = spawnSync('python3', ['-m', 'py_compile', ...files], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return status === 0 ? '' : stderr;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)(
  'hostile text stays in comments and strings: Python compiles each script (needs python3)',
  () => {
    const cases = hostile.flatMap((text) => {
      const words = {
        id: `a/b/c[${text}]`,
        text,
        source: text,
        expected: text,
        seen: text,
        mend: text,
        reproduce: text,
      };
      const told = [at(0, 'harness', 'note', { text }), at(0, 'iut', 'output', { text })];
      const datagram = at(1, 'harness', 'send', { octets: 1, hex: '61', text: `to 127.0.0.1:9: ${text}` });
      return [
        broken({ ...words, evidence: [...told, ...exchange] }),
        broken({ ...words, evidence: [...told, datagram] }),
      ];
    });

    expect(cases).toHaveLength(2 * hostile.length);
    expect(compiled(madeOf(...cases).map(({ script }) => script))).toBe('');
  },
);

test.skipIf(!hasPython)('what a client was given may be called anything (needs python3)', () => {
  const scripts = hostile.flatMap((text) => {
    const given = [
      at(0, 'harness', 'file', { text: `${JSON.stringify(text)}, 2 octets: ab`, hex: '6162', octets: 2 }),
      at(0, 'harness', 'note', { text: `typed ${JSON.stringify(text)}` }),
    ];
    const cases = [broken({ evidence: [...given, ...exchange] })];
    const targets = [{ name: 'phone', protocol: 'a', role: 'client', kind: 'exec' as const, address: text }];
    return reproductionsOf(sampleRun({ cases, targets }), onWire).map(({ script }) => script);
  });

  expect(scripts).toHaveLength(hostile.length);
  expect(compiled(scripts)).toBe('');
});

test('foreign text stands on the lines of its own comment alone, behind those in which Python looks for an encoding', () => {
  for (const text of hostile) {
    const lines = scriptOf({ text, expected: text, seen: text }).split('\n');
    expect(lines.slice(0, 2)).toEqual(['#!/usr/bin/env python3', `# ${MARK}`]);
    const code = lines.filter((line) => !line.startsWith('#') && !/^ {4}".*",$/.test(line)).join('\n');
    expect(code).not.toMatch(/reboot|_exit|rot13/);
  }
});

test('each file has a name of its own, which is safe wherever it is written', () => {
  const ids = ['a/b/c[1]', 'a/b/c(1)', 'A/B/C[1]', '../../etc/passwd', '-rf', '.', '\0', 'x'.repeat(5000), '語'];
  const names = madeOf(...ids.map((id) => broken({ id }))).map(({ name }) => name);

  expect(names).toEqual([
    ...['a-b-c-1', 'a-b-c-1-2', 'a-b-c-1-3', 'etc-passwd', 'rf', 'case', 'case-2', 'x'.repeat(100), 'case-3'],
  ]);
});

test('a script does what the harness did, in its order, and waits for what the program did before', () => {
  const script = scriptOf({
    evidence: [
      at(0, 'harness', 'connect'),
      at(1, 'harness', 'send', { octets: 1, hex: '61' }),
      at(2, 'harness', 'send', { octets: 1, hex: '62' }),
      at(1002, 'harness', 'fin'),
      at(1003, 'iut', 'receive', { octets: 2, hex: '4f4b' }),
      at(1004, 'iut', 'receive', { octets: 1, hex: '0a' }),
      at(1005, 'harness', 'connect', { connection: 2 }),
      at(1006, 'harness', 'rst', { connection: 2 }),
    ],
  });

  expect(/STEPS = \[.*?\n(.*?)\n\]/s.exec(script)?.[1]?.split('\n')).toEqual([
    '    (0, 1, "connect", 0),',
    '    (1, 1, "send", bytes.fromhex("61")),',
    '    (0, 1, "read", 0),',
    '    (1, 1, "send", bytes.fromhex("62")),',
    '    (1000, 1, "fin", 0),',
    '    (0, 1, "gets", 3),',
    '    (1, 2, "connect", 0),',
    '    (1, 2, "rst", 0),',
  ]);
});

test('where octets are missing, the script says how many, and does not decide', () => {
  const cut = at(1, 'harness', 'send', { octets: 70_000, hex: '61'.repeat(4096), cut: true });
  const [made] = madeOf(broken({ evidence: [at(0, 'harness', 'connect'), cut, at(2, 'iut', 'fin')] }));

  expect(made?.decides).toBe(false);
  expect(made?.script).toContain('Of a segment of 70000 octets the report holds the first 4096');
  expect(made?.listing).toContain('(65904 more are not kept)');
});

/** An end that comes soon after what was said last, and may be that of a deadline since the connection was made. */
const paused = [exchange[0], at(900, 'harness', 'send', { octets: 1, hex: '61' }), at(1000, 'iut', 'fin')];

test.each([
  ['the verdict is drawn from what no octet tells', {}, ['output'] as const, 'drawn from output'],
  ['the requirement is not known', {}, [] as const, 'not known here'],
  ['the failure comes and goes', { flaky: true }, ['wire'] as const, 'in some attempts'],
  ['the program took its time', { evidence: [exchange[0], at(900, 'iut', 'fin')] }, ['wire'] as const, 'from a time'],
  ['the harness did', { evidence: paused }, ['wire'] as const, 'from a time'],
] as const)('a script does not decide where %s', (_, changes, observations, why) => {
  const evidence = 'evidence' in changes ? changes.evidence.flatMap((event) => event ?? []) : exchange;
  const run = sampleRun({ cases: [broken({ ...changes, evidence })] });
  const [made] = reproductionsOf(run, { ...onWire, observationsOf: () => observations });

  expect(made?.decides).toBe(false);
  expect(made?.script).toContain(why);
});

test('of a server that ended by itself a further client tells, and no octet', () => {
  const reset = [exchange[0], at(1, 'harness', 'rst')].flatMap((event) => event ?? []);
  const { decides, script } =
    madeOf(broken({ evidence: [...reset, at(9, 'iut', 'exit', { text: 'status 1' })] }))[0] ?? {};

  expect(decides).toBe(true);
  expect(script).toContain('    (0, 2, "refused", 0),\n]\nEXPECTED');
  expect(script).toContain('    (2, "shape", bytes.fromhex(""), 0, "refused"),\n]');
});

test('a script does not decide by octets that may be others each time, and does by an end without any', () => {
  const anything: Known = { ...onWire, saysAnything: (suite) => suite === 'upload/server' };
  const decidesOf = (evidence: CaseResult['evidence']): boolean | undefined =>
    reproductionsOf(sampleRun({ cases: [broken({ evidence })] }), anything)[0]?.decides;

  expect(decidesOf(exchange)).toBe(false);
  expect(decidesOf([exchange[0], at(1, 'iut', 'rst')].flatMap((event) => event ?? []))).toBe(true);
});

test('a finding of the next client is one because the report says so, and not for its words', () => {
  const unserved = [
    ...exchange,
    at(4, 'harness', 'connect', { connection: 2 }),
    at(5, 'iut', 'rst', { connection: 2 }),
  ];
  const decidesOf = (changes: Partial<CaseResult>): boolean | undefined =>
    reproductionsOf(sampleRun({ cases: [broken({ evidence: unserved, ...changes })] }), {
      ...onWire,
      observationsOf: () => ['storage'],
    })[0]?.decides;

  expect(decidesOf({ nextClientUnserved: true, expected: 'other words' })).toBe(true);
  expect(decidesOf({ expected: 'the next client to be served within 2 s' })).toBe(false);
});

test('only failures in which something crossed the wire have a script', () => {
  const silent = broken({ evidence: [{ t: 0, who: 'iut', what: 'exit', text: 'status 1' }] });

  expect(madeOf(sampleCase(), silent, broken({ verdict: 'warning' }))).toHaveLength(1);
});

test('the listing has the octets with their offsets', () => {
  const [made] = madeOf(broken({}));

  expect(made?.listing).toContain('1.0 ms  #1  harness  send  3 octets\n  00000000  61 62 0a');
  expect(made?.listing.startsWith(MARK)).toBe(true);
});
