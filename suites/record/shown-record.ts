import { patternGroups, shown, shownFact, withPlainLineEnds } from '../../harness/engine/output/shown.ts';
import { quoted } from '../../harness/engine/words.ts';
import { literalPattern } from '../../harness/text/quoting.ts';

/** A record as a case sent it; its data are text, and its size that of their octets. */
export interface SentRecord {
  readonly version: number;
  readonly data: string;
}

/**
 * Whether a record is shown: by the pattern, or else its version and its size as whole numbers, decimal or hexadecimal,
 * and its data on one line. To be asked of numbers only that no address, port or count contains.
 */
export function recordFact(printed: string, sent: SentRecord, pattern: RegExp | undefined): string {
  if (pattern !== undefined) return patternFact(printed, sent, pattern);
  const data = shownFact(printed, [sent.data]);
  const numbers = numbersOf(printed.replaceAll(sent.data, ''));
  const fields = { version: sent.version, size: Buffer.byteLength(sent.data) };
  const missing = Object.entries(fields).filter(([, value]) => !numbers.has(value));
  if (missing.length === 0 && data === shown) return shown;
  const words = missing.map(([name, value]) => fieldFact(name, value, numbers));
  return [...words, ...(data === shown ? [] : [`the data: ${data}`])].join('; ');
}

/** Whether a record is shown as a pattern with groups version, size and data reads it; a group that it lacks is not judged. */
export function patternFact(printed: string, { version, data }: SentRecord, pattern: RegExp): string {
  const size = Buffer.byteLength(data);
  const records = patternGroups(printed, pattern);
  const whole = records.filter(
    (one) =>
      Number(one.version ?? version) === version && Number(one.size ?? size) === size && (one.data ?? data) === data,
  );
  if (whole.length === 1) return shown;
  if (whole.length > 1) return `shown ${whole.length} times`;
  const wanted = `version ${version}, size ${size}`;
  const [seen] = records;
  if (seen === undefined) return `${wanted}: no record shown; printed ${quoted(printed.trim().slice(-120), 120)}`;
  return `${wanted}: shown as version ${seen.version ?? '?'}, size ${seen.size ?? '?'}, data ${quoted(seen.data ?? '', 40)}`;
}

/**
 * Patterns of the way in which a record was shown, the numbers and the data replaced by groups: of the lines that hold all
 * three; and, for records without data, of those that hold the numbers. None where the record is not found.
 */
export function learntPattern(printed: string, { version, data }: SentRecord): readonly RegExp[] {
  const text = withPlainLineEnds(printed);
  const at = text.indexOf(data);
  if (at === -1) return [];
  const dataPart: Part = { name: 'data', start: at, end: at + data.length };
  const numbers = nearestPair(
    numberParts(text, 'version', version, dataPart),
    numberParts(text, 'size', data.length, dataPart),
    dataPart,
  );
  if (numbers === undefined) return [];
  const lines = linesAround(text, [...numbers, dataPart]);
  if (lines.end - lines.start - data.length > AROUND_LIMIT) return [];
  return [template(text, [...numbers, dataPart], ''), template(text, numbers, '[^\\n]*')];
}

/** Characters between and around the parts of a record that still are its wording; more of them are something else. */
const AROUND_LIMIT = 4000;

/** The first pair of a version and a size that stands in no more characters with the data than any other does. */
function nearestPair(versions: readonly Part[], sizes: readonly Part[], data: Part): readonly [Part, Part] | undefined {
  // Of those on one side of the data the nearest are in no larger a pair than others: no pair but theirs need be tried.
  const near = nearest(sizes, data);
  const pairs = nearest(versions, data).flatMap((one) => near.map((other) => extent([one, other, data])));
  const least = Math.min(...pairs);
  for (const one of versions) {
    if (!near.some((other) => extent([one, other, data]) === least)) continue;
    const other = sizes.find((size) => extent([one, size, data]) === least);
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

/** The last of these before the data, and the first behind them. */
function nearest(parts: readonly Part[], data: Part): readonly Part[] {
  const before = parts.findLast(({ start }) => start < data.start);
  const behind = parts.find(({ start }) => start >= data.end);
  return [before, behind].flatMap((one) => one ?? []);
}

/** A part of the output that a group stands for. */
interface Part {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const groups: Readonly<Record<string, string>> = {
  version: '(?<version>-?(?:0x[0-9a-fA-F]+|\\d+))',
  size: '(?<size>-?(?:0x[0-9a-fA-F]+|\\d+))',
  data: '(?<data>[^\\n]*)',
};

/** Where a number is printed, outside the data. */
function numberParts(text: string, name: string, value: number, data: Part): readonly Part[] {
  const parts: Part[] = [];
  for (const { 0: number, index } of text.matchAll(NUMBER)) {
    const isData = index >= data.start && index < data.end;
    if (Number(number) === value && !isData) parts.push({ name, start: index, end: index + number.length });
  }
  return parts;
}

function extent(parts: readonly Part[]): number {
  return Math.max(...parts.map((part) => part.end)) - Math.min(...parts.map((part) => part.start));
}

/** From where the line of the first of these parts begins to where that of the last ends. */
function linesAround(text: string, parts: readonly Part[]): { readonly start: number; readonly end: number } {
  const first = Math.min(...parts.map(({ start }) => start));
  const last = text.indexOf('\n', Math.max(...parts.map(({ end }) => end)));
  return { start: first === 0 ? 0 : text.lastIndexOf('\n', first - 1) + 1, end: last === -1 ? text.length : last };
}

/** The lines that hold these parts as a pattern; other numbers in them may differ. */
function template(text: string, parts: readonly Part[], rest: string): RegExp {
  const inOrder = [...parts].sort((a, b) => a.start - b.start);
  const first = inOrder[0]?.start ?? 0;
  const last = inOrder.at(-1)?.end ?? 0;
  const lineEnd = text.indexOf('\n', last);
  let source = '';
  let from = first === 0 ? 0 : text.lastIndexOf('\n', first - 1) + 1;
  for (const part of inOrder) {
    source += `${loosely(text.slice(from, part.start))}${groups[part.name]}`;
    from = part.end;
  }
  const trail = rest === '' ? loosely(text.slice(from, lineEnd === -1 ? undefined : lineEnd)) : rest;
  return new RegExp(`^${source}${trail}$`, 'gm');
}

function loosely(text: string): string {
  return literalPattern(text).replace(/\d+/g, '\\d+');
}

const NUMBER = /(?<![\w.])-?(?:0x[0-9a-fA-F]+|\d+)(?![\w])/g;

/** Every whole number in a text. */
function numbersOf(text: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const [number] of text.matchAll(NUMBER)) numbers.add(Number(number));
  return numbers;
}

/** What is printed where a number should be: its octets swapped, or taken as signed. */
function fieldFact(name: string, value: number, numbers: ReadonlySet<number>): string {
  const swapped = Buffer.from([value, value >>> 8, value >>> 16, value >>> 24]).readUInt32BE();
  const other = [swapped, value | 0].find((one) => one !== value && numbers.has(one));
  return other === undefined ? `${name} ${value} not printed` : `${other} printed where ${name} ${value} was sent`;
}
