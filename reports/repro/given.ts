import type { Evidence } from '../../harness/contracts/run.ts';
import { INPUT_ENDED, TYPED } from '../../harness/contracts/run-form.ts';
import { pythonOctets } from './python.ts';

/** What the harness gave a client that it started, as far as the evidence holds it. */
export interface Given {
  /** The file that it was to send: its path below some folder, its front in hexadecimal, and its size; beyond its front it is zeros. */
  readonly file?: { readonly path: string; readonly hex: string; readonly octets: number };
  /** What was typed, as JSON. */
  readonly typed: readonly string[];
  readonly isInputEnded: boolean;
}

/** Octets of a file that a script makes at most: a larger one is a matter of the disk. */
const MOST_OCTETS = 64 * 1024 * 1024;

/** What a client was given in a case. */
export function givenOf(evidence: readonly Evidence[]): Given {
  const notes = evidence.filter(({ who, what }) => who === 'harness' && what === 'note');
  const files = evidence.filter(({ who, what }) => who === 'harness' && what === 'file');
  const file = files.length === 1 && files[0] !== undefined ? fileOf(files[0]) : undefined;
  return {
    ...(file === undefined ? {} : { file }),
    typed: notes.flatMap(({ text = '' }) => (text.startsWith(TYPED) ? [text.slice(TYPED.length)] : [])),
    isInputEnded: notes.some(({ text }) => text === INPUT_ENDED),
  };
}

/** Whether a note of the harness tells what a client was given. */
export function isOfGiven({ text = '' }: Evidence): boolean {
  return text.startsWith(TYPED) || text === INPUT_ENDED;
}

/** Whether a file was given of which the script cannot make another. */
export function isFileMissing(evidence: readonly Evidence[]): boolean {
  const isGiven = evidence.some(({ who, what }) => who === 'harness' && what === 'file');
  return isGiven && givenOf(evidence).file === undefined;
}

/** The constants by which a script gives a client the same. */
export function givenPython({ file, typed, isInputEnded }: Given): readonly string[] {
  const parts = (file?.path ?? '').split('/').map((part) => pythonOctets(Buffer.from(part).toString('hex')));
  return [
    'FILE = [  # folders and name, front, size: of the file that the client is given',
    ...(file === undefined ? [] : [`    [${parts.join(', ')}], ${pythonOctets(file.hex)}, ${file.octets},`]),
    ']',
    'TYPED = [  # what is typed into the client',
    ...typed.map((text) => `    ${pythonOctets(Buffer.from(textOf(text)).toString('hex'))},`),
    ']',
    `INPUT_ENDED = ${isInputEnded ? 'True' : 'False'}`,
  ];
}

function textOf(json: string): string {
  const text: unknown = JSON.parse(json);
  return typeof text === 'string' ? text : '';
}

/** None of a front that is cut, nor of a path that leads out of its folder. */
function fileOf({ text = '', hex = '', cut }: Evidence): Given['file'] {
  const [, json = '""', size = '0'] = /^("(?:[^"\\]|\\.)*"), ([\d,]+) octets?: /s.exec(text) ?? [];
  const path = textOf(json).replaceAll('\\', '/');
  const octets = Number(size.replaceAll(',', ''));
  const isPlain = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  return cut === true || !isPlain || octets > MOST_OCTETS ? undefined : { path, hex, octets };
}
