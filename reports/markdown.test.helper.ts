import type { Nodes, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** Markdown as a widely used reader of GitHub's flavour has it. */
export function read(text: string): Nodes {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** A node and all below it, of one kind where a type is given. */
export function nodesOf(node: Nodes, type?: Nodes['type']): readonly Nodes[] {
  const below = 'children' in node ? node.children.flatMap((child) => nodesOf(child, type)) : [];
  return type === undefined || node.type === type ? [node, ...below] : below;
}

export function tablesOf(root: Nodes): readonly Table[] {
  return nodesOf(root).filter((node) => node.type === 'table');
}

/** The texts of the cells. */
export function rowsOf(table: Table | undefined): readonly (readonly string[])[] {
  return (table?.children ?? []).map((row) => row.children.map(textOf));
}

export function textOf(node: Nodes | undefined): string {
  if (node === undefined) return '';
  return 'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';
}
