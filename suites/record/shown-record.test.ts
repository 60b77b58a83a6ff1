import { describe, expect, test } from 'vitest';
import { shown } from '../../harness/engine/output/shown.ts';
import { learntPattern, patternFact, recordFact } from './shown-record.ts';

const data = 'qwertyuiopasdf';
const sent = { version: 305_419_896, data };

describe('a record', () => {
  test.each([
    `version ${sent.version}, size 14, data ${data}\n`,
    `305419896\n14\n${data}\n`,
    `(${sent.version}, 14, b'${data}')\n`,
    `version: 0x12345678\r\nsize: 14\r\n${data}\r\n`,
    `connected from 127.0.0.1:50000\nversion=305419896;size=14;data=${data}\nclosed\n`,
  ])('is shown by %j', (printed) => {
    expect(recordFact(printed, sent, undefined)).toBe(shown);
  });

  test.each([
    ['', 'version 305419896 not printed; size 14 not printed; the data: "qwertyuiopasdf" missing; nothing was printed'],
    [`version 305419896, data ${data}\n`, 'size 14 not printed'],
    [`version 1305419896, size 14, data ${data}\n`, 'version 305419896 not printed'],
    [`version 2018915346, size 14, data ${data}\n`, '2018915346 printed where version 305419896 was sent'],
    ['version 305419896, size 14, data qwertyu\nversion 305419896, size 14, data iopasdf\n', 'the data: '],
  ])('is not shown by %j', (printed, words) => {
    expect(recordFact(printed, sent, undefined)).toContain(words);
  });

  test('whose number is negative is told from a large one', () => {
    expect(recordFact(`version -1, size 14, data ${data}\n`, { version: 0xffff_ffff, data }, undefined)).toBe(
      '-1 printed where version 4294967295 was sent',
    );
  });
});

describe('what is learnt from one record reads another', () => {
  const other = { version: 5, data: 'abc' };
  const empty = { version: 0, data: '' };

  test.each([
    ['one line', (version: number, text: string) => `version ${version}, size ${text.length}, data ${text}\n`],
    ['three lines', (version: number, text: string) => `V: ${version}\r\nS: ${text.length}\r\nD: '${text}'\r\n`],
    ['bare lines', (version: number, text: string) => `${version}\n${text.length}\n${text}\n`],
    ['data first', (version: number, text: string) => `${text} (${text.length} octets, version ${version})\n`],
    [
      'a log',
      (version: number, text: string) =>
        `from 127.0.0.1:5000\ntook ${text.length}\n[12:01] ${version} ${text.length} ${text}\n`,
    ],
    [
      'no data line for none',
      (version: number, text: string) => `${version} ${text.length}\n${text === '' ? '' : `${text}\n`}`,
    ],
  ])('%s', (_, print) => {
    const patterns = learntPattern(print(sent.version, data), sent);
    const facts = (version: number, text: string, record: typeof sent): readonly string[] =>
      patterns.map((pattern) => patternFact(print(version, text), record, pattern));

    expect(facts(5, 'abc', other)).toContain(shown);
    expect(facts(0, '', empty)).toContain(shown);
    expect(facts(83_886_080, 'abc', other)).not.toContain(shown);
    expect(facts(5, 'abcd', other)).not.toContain(shown);
  });

  test('from very many numbers the nearest are learnt', () => {
    const numbers = `${sent.version} ${data.length} `.repeat(20_000);
    const printed = (version: number, text: string) => `version ${version} size ${text.length} data ${text}\n`;
    const [pattern = /$^/] = learntPattern(`${numbers}\n${printed(sent.version, data)}`, sent);

    expect(patternFact(printed(5, 'abc'), other, pattern)).toBe(shown);
    expect(learntPattern(`${numbers}${printed(sent.version, data)}`, sent)).toEqual([]);
  });

  test('nothing is learnt from what does not show it', () => {
    expect(learntPattern('hello\n', sent)).toEqual([]);
    expect(learntPattern(`${data}\n`, sent)).toEqual([]);
  });
});

test('a pattern tells what it read instead, and how often', () => {
  const pattern = /^(?<version>\d+) (?<size>\d+)$/gm;

  expect(patternFact('5 3\n', { version: 1, data: 'abc' }, pattern)).toBe(
    'version 1, size 3: shown as version 5, size 3, data ""',
  );
  expect(patternFact('1 3\n1 3\n', { version: 1, data: 'abc' }, pattern)).toBe('shown 2 times');
  expect(patternFact('x\n', { version: 1, data: 'abc' }, pattern)).toBe(
    'version 1, size 3: no record shown; printed "x"',
  );
});
