/** Characters of a name without its ending: few enough for every file system. */
const MOST = 100;

/** Names of files without their endings, one a text, each its own even where capitals do not count. */
export function fileNames(texts: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const plain = plainName(text);
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}-${number}`;
    taken.add(name);
    return name;
  });
}

/** Small letters, digits and hyphens of a text: such a name is no hidden file, no option, and leads nowhere. */
function plainName(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MOST)
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'case' : plain;
}
