import type { Dissection } from '../../harness/contracts/dissection.ts';
import { fieldTree, treeTitle } from '../field-tree.ts';
import { type Markup, markup } from './markup.ts';

/** Columns of a value, beyond which a page is seldom wide enough. */
const VALUE_COLUMNS = 60;

/** A message, a field a line, with carets below the octets that decided. */
export function messageTree(message: Dissection): Markup {
  return markup`<figure class="message"><figcaption>${treeTitle(message)}</figcaption>
<pre tabindex="0">${fieldTree(message, '', VALUE_COLUMNS).map((line) => markup`${line}\n`)}</pre></figure>
`;
}
