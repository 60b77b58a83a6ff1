import { isAlias, isMap, isNode, isScalar, isSeq, Lexer, parseDocument, type Scalar as YamlScalar } from 'yaml';
import { UsageError } from '../../contracts/errors.ts';
import { type Complain, type Entry, type Node, type ScalarNode, shortened } from './tree.ts';

/** The largest description, in KiB. One of a protocol with a hundred messages has a tenth of it. */
const MOST_KIB = 256;

/** Collections within each other: the language needs six, and messages within messages some more. */
const DEPTH = 40;

/** Values of a description, aliases followed: a few octets can be multiplied to millions. */
const NODES = 20_000;

/** Tokens of YAML. A value has three; with more of them the library takes seconds, and hundreds of MiB. */
const TOKENS = 3 * NODES;

/** A description that was read, and how one complains about a place of it. */
export interface Source {
  readonly root: Node;
  readonly complain: Complain;
}

/**
 * Reads YAML or JSON. Depth, tokens, and what aliases come to are bounded before they are built, so that no text takes long,
 * or much memory. Throws a UsageError that begins with `file:line:column`.
 */
export function readSource(text: string, file: string): Source {
  const complain = (at: number, problem: string): never => {
    const before = text.slice(0, Math.min(at, text.length)).split('\n');
    throw new UsageError(`${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: ${problem}`);
  };
  const kib = Math.ceil(Buffer.byteLength(text) / 1024);
  if (kib > MOST_KIB) complain(0, `expected a description of at most ${MOST_KIB} KiB, found ${kib} KiB`);
  boundTokens(text, complain);
  return { root: treeOf(text, complain), complain };
}

function boundTokens(text: string, complain: Complain): void {
  let [at, count, depth, inRow] = [0, 0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    count += 1;
    if (count > TOKENS) complain(at, `expected a description of at most ${TOKENS} tokens of YAML, found more`);
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth < 0) complain(at, `expected an opening bracket before '${token}', found none`);
    if (token === '-' || token === '?') inRow += 1;
    if (token === '\n' || token === '\r\n') inRow = 0;
    if (depth > DEPTH || inRow > DEPTH) complain(at, TOO_DEEP);
    if (!MARKS.has(token)) at += token.length;
  }
}

const TOO_DEEP = `expected at most ${DEPTH} lists and maps within each other, found more`;

/** Tokens that stand for what is not in the text: a byte order mark, the start of a document, a scalar, an error of flow. */
const MARKS: ReadonlySet<string> = new Set(['\u{FEFF}', '\u0002', '\u0018', '\u001f']);

function treeOf(text: string, complain: Complain): Node {
  // Keys are compared in `mapOf`: the library's own comparison of all pairs is slow.
  const document = parseDocument(text, {
    intAsBigInt: true,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const found = error.code === 'MULTIPLE_DOCS' ? 'a second document' : shortenedMessage(error.message);
    complain(error.pos[0], `expected one document of YAML or JSON, found ${found}`);
  }
  const anchors = new Map<string, unknown>();
  let nodes = 0;

  const convert = (node: unknown, at: number, depth: number): Node => {
    nodes += 1;
    if (nodes > NODES) complain(at, `expected at most ${NODES} values, aliases followed, found more`);
    if (depth > DEPTH) complain(at, TOO_DEEP);
    if (isAlias(node)) {
      if (!anchors.has(node.source))
        complain(placeOf(node, at), `expected an anchor &${node.source} before its alias, found none`);
      return convert(anchors.get(node.source), placeOf(node, at), depth + 1);
    }
    if (node !== null && typeof node === 'object' && 'anchor' in node && typeof node.anchor === 'string') {
      anchors.set(node.anchor, node);
    }
    const here = placeOf(node, at);
    if (isSeq(node)) return { kind: 'list', at: here, items: node.items.map((item) => convert(item, here, depth + 1)) };
    if (isMap(node)) return mapOf(node.items, here, depth);
    return isScalar(node)
      ? scalarOf(node, here, text)
      : { kind: 'scalar', at: here, text: '', isNull: true, placeOf: () => here };
  };

  const mapOf = (pairs: readonly { key: unknown; value: unknown }[], at: number, depth: number): Node => {
    const keys = new Set<string>();
    const entries = pairs.map((pair): Entry => {
      const key = convert(pair.key, at, depth + 1);
      if (key.kind !== 'scalar') return complain(key.at, 'expected a key that is a text, found a collection');
      if (keys.has(key.text)) complain(key.at, `expected each key once, found ${shortened(key.text)} a second time`);
      keys.add(key.text);
      return { key: key.text, keyAt: key.at, value: convert(pair.value, key.at + key.text.length, depth + 1) };
    });
    return { kind: 'map', at, entries };
  };

  return convert(document.contents, 0, 0);
}

function shortenedMessage(message: string): string {
  return `something else: ${shortened(message.split('\n', 1)[0] ?? '').slice(1, -1)}`;
}

function placeOf(node: unknown, otherwise: number): number {
  return isNode(node) ? (node.range?.[0] ?? otherwise) : otherwise;
}

function scalarOf(node: YamlScalar, at: number, text: string): ScalarNode {
  const { value, source } = node;
  const written = typeof value === 'string' ? value : (source ?? '');
  const lead = text[at] === '"' || text[at] === "'" ? 1 : 0;
  const isAsWritten = text.startsWith(written, at + lead);
  return {
    kind: 'scalar',
    at,
    text: written,
    ...(typeof value === 'bigint' ? { number: value } : {}),
    isNull: value === null,
    placeOf: (index) => (isAsWritten ? at + lead + index : at),
  };
}
