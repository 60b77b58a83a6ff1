import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { bin, programsFolder, repository } from './places.ts';

/** The picture of the README: what a terminal shows of a real run. */
export const pictureFile = join(repository, 'docs/report.svg');

/** The command of the picture, and the program that it judges, which lies beside it. */
const COMMAND = "sockspec run upload/server --exec 'python3 server.py {host} {port} {dir}' --first";
const PROGRAM = 'upload_one_recv_header.py';

/** Columns and lines of the font, in pixels. Each text has its place, so that another font does not move it. */
const [COLUMN, LINE, MARGIN] = [8.4, 19, 16];

/** How wide a report is that goes to no terminal, in columns. */
const COLUMNS = 100;

/** The column in which a failure tells its values. */
const VALUES = 15;

/** Foreground colors by SGR number, as reports use them. */
const colors: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '35': '#d2a8ff',
  '36': '#79c0ff',
  '90': '#8b949e',
};

/** Runs the command of the picture. Returns its lines, with escape sequences, below the command itself. */
export function pictureLines(): readonly string[] {
  const place = mkdtempSync(join(tmpdir(), 'sockspec picture-'));
  try {
    cpSync(join(programsFolder, PROGRAM), join(place, 'server.py'));
    const words = COMMAND.replace('sockspec', '"$NODE" "$BIN"');
    const env = { ...process.env, NODE: process.execPath, BIN: bin };
    const { stdout } = spawnSync('sh', ['-c', `${words} --quiet --verbose --color`], {
      ...{ cwd: place, encoding: 'utf8', env },
    });
    return [`$ ${COMMAND}`, '', ...stdout.trimEnd().split('\n').flatMap(wrapped)];
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Draws lines of a terminal. */
export function drawn(lines: readonly string[]): string {
  const width = Math.ceil(COLUMNS * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<title>A report in a terminal: the failure to mend first, with its usual cause and mend</title>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    ...lines.flatMap((line, index) => runsOf(line).map((run) => drawnRun(run, MARGIN + (index + 0.75) * LINE))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The command that repeats a case is one line, however long, so that it can be copied. */
function wrapped(line: string): readonly string[] {
  if (stripVTControlCharacters(line).length <= COLUMNS) return [line];
  const end = line.lastIndexOf(' ', COLUMNS);
  return [line.slice(0, end), ...wrapped(`${' '.repeat(VALUES)}${line.slice(end + 1)}`)];
}

/** A piece of a line that looks alike. */
interface TextRun {
  readonly column: number;
  readonly text: string;
  /** Empty where it is that of most texts. */
  readonly color: string;
  readonly isBold: boolean;
}

function runsOf(line: string): readonly TextRun[] {
  const runs: TextRun[] = [];
  let [column, color, isBold] = [0, '', false];
  // Each piece but the first begins with the rest of an SGR sequence: a number, and an m.
  for (const piece of `m${line}`.split('\x1b[')) {
    const look = piece.slice(0, piece.indexOf('m'));
    const text = piece.slice(look.length + 1);
    if (look === '1' || look === '22') isBold = look === '1';
    else color = colors[look] ?? '';
    // Of several spaces a picture shows one: what stands behind them has its own place.
    for (const [part] of text.matchAll(/ {2,}|(?:(?! {2}).)+/g)) {
      if (part.trim() !== '') runs.push({ column, text: part.trimEnd(), isBold, color });
      column += part.length;
    }
  }
  return runs;
}

function drawnRun({ column, text, color, isBold }: TextRun, y: number): string {
  const looks = `${color === '' ? '' : ` fill="${color}"`}${isBold ? ' font-weight="bold"' : ''}`;
  const said = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const place = `x="${(MARGIN + column * COLUMN).toFixed(1)}" y="${y.toFixed(1)}"`;
  return `<text ${place} textLength="${(text.length * COLUMN).toFixed(1)}"${looks}>${said}</text>`;
}
