import { suites } from '../../suites/index.ts';
import { type Judged, readCaptions } from './captions.ts';

/** Where a table of the page begins and ends; the text between is made from the captions. */
const BLOCK = /(<!-- programs: ([a-z/, ]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The page of the programs under test, its tables made anew from the captions. Throws where a table names no suite. */
export function programsPage(page: string): string {
  return page.replaceAll(BLOCK, (_, begin: string, names: string, end: string) => {
    const wanted = names.split(',').map((name) => name.trim());
    return `${begin}\n${tableOf(wanted)}\n${end}`;
  });
}

/** A row a program, in the order of their files; a program that nothing else is known of stands with what it does. */
function tableOf(wanted: readonly string[]): string {
  const rows = Object.entries(readCaptions()).flatMap(([file, { does, judged, remark = '', elsewhere }]) => {
    const own = judged.filter(({ suite }) => wanted.includes(suite));
    const isUnjudged = judged.length === 0 && wanted.some((suite) => file.startsWith(suite.replace('/', '_')));
    if (isUnjudged) return [rowOf(file, does, '', '', [remark, `judged by \`${elsewhere}\``])];
    return own.map((one) =>
      rowOf(nameOf(file, one), one.does ?? does, broken(one, 'MUST'), broken(one, 'SHOULD'), [remark]),
    );
  });
  return [
    '| file | what it does wrong | MUSTs broken | SHOULDs broken | remark |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function nameOf(file: string, { as }: Judged): string {
  return as === undefined ? file : `${file} ${as}`;
}

function rowOf(name: string, does: string, musts: string, shoulds: string, remarks: readonly string[]): string {
  const [file = '', ...rest] = name.split(' ');
  const cells = [
    [`\`${file}\``, ...rest].join(' '),
    does,
    musts,
    shoulds,
    remarks.filter((one) => one !== '').join('; '),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The rows of a level that a program breaks, each with its circumstances. */
function broken({ suite, breaks }: Judged, level: string): string {
  const table = suites.find(({ path }) => path === suite)?.table;
  if (table === undefined) throw new Error(`captions.json: expected a suite, found ${suite}`);
  return Object.entries(breaks)
    .filter(([row]) => table.rows[row]?.level === level)
    .map(([row, when]) => (when === '' ? row : `${row} (${when})`))
    .join(', ');
}
