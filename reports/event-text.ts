import type { Evidence } from '../harness/contracts/run.ts';
import { shownText } from '../harness/text/utf8.ts';

/** What stands in a text for octets that are none. */
const REPLACEMENT = '\uFFFD';

/** The text of an event, in which octets that are no UTF-8 are escapes: `\xFF`; undefined where it has none. */
export function eventText({ text, hex }: Pick<Evidence, 'text' | 'hex'>): string | undefined {
  if (text === undefined || hex === undefined || !text.includes(REPLACEMENT)) return text;
  const octets = Buffer.from(hex, 'hex');
  const read = octets.toString('utf8');
  return text.endsWith(read) ? text.slice(0, text.length - read.length) + shownText(octets) : text;
}
