import type { Evidence } from '../../harness/contracts/run.ts';
import { visibleOctets } from '../../harness/text/octets.ts';
import { visible } from '../../harness/text/visible.ts';
import { eventText } from '../event-text.ts';
import { type Markup, markup, type Part } from './markup.ts';

/** What happened in a case, an event a row. */
export function timeline(evidence: readonly Evidence[]): Part {
  if (evidence.length === 0) return '';
  return markup`<table class="timeline">
<caption>Exchange</caption>
<thead><tr><th scope="col">ms</th><th scope="col">connection</th><th scope="col">who</th><th scope="col">what</th><th scope="col">octets</th><th scope="col">content</th></tr></thead>
<tbody>
${evidence.map(event)}</tbody>
</table>
`;
}

/** Octets, or characters, of one event that are shown; the JSON report has up to 4 KiB of it. */
export const SHOWN_OCTETS = 256;

function event(one: Evidence): Markup {
  const { t, connection, who, what, octets } = one;
  return markup`<tr class="${who}"><td>${t.toFixed(1)}</td><td>${connection === undefined ? '' : `#${connection}`}</td>\
<td>${who}</td><td>${what}</td><td>${octets ?? ''}</td><td>${content(one)}</td></tr>
`;
}

function content(event: Evidence): Part {
  const { what, hex, cut } = event;
  const text = eventText(event);
  // The last line of what was printed is what counts.
  if (what === 'output' && text !== undefined && (cut === true || text.length > SHOWN_OCTETS))
    return markup`<code>…"${visible(text.slice(-SHOWN_OCTETS))}"</code>`;
  if (text !== undefined) {
    const rest = cut === true || text.length > SHOWN_OCTETS ? '…' : '';
    const shown = visible(text.slice(0, SHOWN_OCTETS));
    const isSpoken = what === 'send' || what === 'receive' || what === 'output';
    return isSpoken ? markup`<code>"${shown}"${rest}</code>` : `${shown}${rest}`;
  }
  if (hex === undefined) return '';
  const rest = cut === true || hex.length > 2 * SHOWN_OCTETS ? '…' : '';
  return markup`<code>${visibleOctets(Buffer.from(hex.slice(0, 2 * SHOWN_OCTETS), 'hex'))}${rest}</code>`;
}
