import { type DefaultTreeAdapterTypes, parse } from 'parse5';

/** A page as the HTML standard parses it. */
export interface ParsedPage {
  /** Parse errors, by the standard's names. */
  readonly errors: readonly string[];
  /** Its elements in their order, with what surrounds them and their attributes, but no text. */
  readonly skeleton: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly title: string;
  /** The texts of its body, in their order; style and script are none, and what was printed, line by line, is apart. What a picture says stands in its table too. */
  readonly texts: readonly string[];
  readonly printed: string;
}

/** Parses a page. */
export function parsePage(text: string): ParsedPage {
  const errors: string[] = [];
  const document = parse(text, { onParseError: ({ code }) => errors.push(code) });
  const places = placesBelow(document, '');
  const said = places.flatMap(({ node, path }) => ('value' in node ? [{ path, value: node.value }] : []));
  return {
    errors,
    skeleton: places.flatMap(({ node, path }) => ('attrs' in node ? [`${path} ${JSON.stringify(node.attrs)}`] : [])),
    attributes: places.flatMap(({ node }) => ('attrs' in node ? node.attrs : [])),
    title: said.find(({ path }) => path.endsWith('/title'))?.value ?? '',
    texts: said
      .filter(({ path }) => /\/body\b(?!.*\/(?:script|article\/pre|svg.*)$)/.test(path))
      .map(({ value }) => value),
    printed: said.flatMap(({ path, value }) => (path.endsWith('/article/pre') ? [value] : [])).join(''),
  };
}

interface Place {
  readonly node: DefaultTreeAdapterTypes.ChildNode;
  /** The names of the elements around it, and its own. */
  readonly path: string;
}

function placesBelow(parent: DefaultTreeAdapterTypes.ParentNode, path: string): readonly Place[] {
  return parent.childNodes.flatMap((node): readonly Place[] => {
    const own = 'tagName' in node ? `${path}/${node.tagName}` : path;
    return [{ node, path: own }, ...('childNodes' in node ? placesBelow(node, own) : [])];
  });
}
