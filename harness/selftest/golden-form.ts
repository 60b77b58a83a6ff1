import type { Block, Golden, Wording } from './golden.ts';

/** How golden files are written: a block a fault, in it its requirements, below each what is said of it, all sorted. */

const SOMETIMES = 'sometimes ';

/** A golden file as text. */
export function goldenText(golden: Golden): string {
  return [...golden]
    .sort(byName)
    .map(([name, block]) => `${[name, ...blockLines(block)].join('\n')}\n`)
    .join('\n');
}

function blockLines(block: Block): readonly string[] {
  return [...block]
    .sort(byName)
    .flatMap(([row, wordings]) => [
      `  ${row}`,
      ...[...wordings].sort(byText).map(({ text, isSometimes }) => `    ${isSometimes ? SOMETIMES : ''}${text}`),
    ]);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function byText({ text }: Wording, { text: other }: Wording): number {
  return text < other ? -1 : 1;
}

/** A golden file as it was written. */
export function parseGolden(text: string): Golden {
  const blocks = text.split('\n\n').filter((block) => block !== '');
  return new Map(
    blocks.map((block) => {
      const [name = '', ...lines] = block.trimEnd().split('\n');
      return [name, parseBlock(lines)];
    }),
  );
}

function parseBlock(lines: readonly string[]): Block {
  const block = new Map<string, Wording[]>();
  let row = '';
  for (const line of lines) {
    if (line.startsWith('    ')) block.get(row)?.push(parseWording(line.slice(4)));
    else {
      row = line.trim();
      block.set(row, []);
    }
  }
  return block;
}

function parseWording(line: string): Wording {
  const isSometimes = line.startsWith(SOMETIMES);
  return { text: isSometimes ? line.slice(SOMETIMES.length) : line, isSometimes };
}
