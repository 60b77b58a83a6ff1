import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programsFolder, repository } from './places.ts';

/** One submission of the class: what its `server.py` says; undefined where nothing was handed in. */
export interface Submission {
  readonly name: string;
  readonly source: string | undefined;
}

const classFolder = join(repository, 'fixtures/class');

/** A class of thirty upload servers. */
export const thirty: readonly Submission[] = [
  { name: 'ada', source: program('upload_careful') },
  { name: 'amir', source: withMistake('strip') },
  { name: 'ben', source: program('upload_newline_size') },
  { name: 'bob', source: program('upload_one_recv_header') },
  { name: 'carol', source: program('upload_little_endian') },
  { name: 'chen', source: program('upload_single_shot') },
  { name: 'dan', source: program('upload_follows_parent') },
  { name: 'dora', source: program('upload_appends') },
  { name: 'elif', source: program('upload_says_ok') },
  { name: 'erin', source: program('upload_text_mode') },
  { name: 'eva', source: program('upload_unbounded_name') },
  { name: 'fay', source: program('upload_keeps_short_files') },
  { name: 'finn', source: program('upload_dies_on_reset') },
  { name: 'gao', source: withMistake('max2') },
  { name: 'gita', source: withMistake('nfc') },
  { name: 'hugo', source: withMistake('shell') },
  { name: 'ida', source: program('upload_spins_on_early_close') },
  { name: 'ivan', source: program('upload_shared_part') },
  { name: 'jan', source: program('hostile_silent') },
  { name: 'jin', source: program('hostile_floods') },
  { name: 'kai', source: carefulBehind('floods_output') },
  { name: 'kim', source: carefulBehind('forks') },
  { name: 'lea', source: carefulBehind('reads_home') },
  { name: 'leo', source: carefulBehind('kills_parent') },
  { name: 'mia', source: carefulBehind('fills_disk') },
  { name: 'mona', source: carefulBehind('takes_memory') },
  { name: 'ned', source: program('hostile_never_listens') },
  { name: 'nia', source: carefulBehind('connects_out') },
  { name: 'ola', source: undefined },
  { name: 'pat', source: 'import socket\nserver = socket.socket(\n' },
];

/** Writes the submissions, the profile of `fixtures/examples/`, and a solution that is nobody's business, into a folder. */
export function handIn(folder: string, submissions: readonly Submission[]): void {
  for (const { name, source } of submissions) {
    mkdirSync(join(folder, 'submissions', name), { recursive: true });
    if (source !== undefined) writeFileSync(join(folder, 'submissions', name, 'server.py'), source);
  }
  writeFileSync(join(folder, 'solution.txt'), '42\n');
  const profile = readFileSync(join(repository, 'fixtures/examples/class.profile.yaml'), 'utf8');
  writeFileSync(join(folder, 'class.profile.yaml'), profile);
}

/** What each program of a `matrix` report got: its points, how many there are, and its verdict of each requirement. */
export function gradesIn(matrix: string): ReadonlyMap<string, string> {
  const [head = '', ...rows] = matrix.trimEnd().split('\n');
  const verdicts = head.split(',').filter((cell) => cell.includes('/')).length;
  return new Map(
    rows.map((row) => {
      const [name = '', points = '', of = '', open = '', ...rest] = row.split(',');
      // A remark, which may hold commas, stands between.
      return [name, [points, of, open, ...rest.slice(-verdicts)].join(' ')];
    }),
  );
}

function program(name: string): string {
  return readFileSync(join(programsFolder, `${name}.py`), 'utf8');
}

function withMistake(mistake: string): string {
  return `import sys\nsys.argv.append('${mistake}')\n${program('upload_mistakes')}`;
}

function carefulBehind(deed: string): string {
  return `${readFileSync(join(classFolder, `${deed}.py`), 'utf8')}\n${program('upload_careful')}`;
}
