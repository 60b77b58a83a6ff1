import type { Evidence } from '../harness/contracts/run.ts';
import { visibleOctets } from '../harness/text/octets.ts';
import { visible } from '../harness/text/visible.ts';
import { eventText } from './event-text.ts';
import { cut } from './layout.ts';

/** The last events of an exchange, one line of at most `width` columns each: time, who, what, octets, content. */
export function exchangeLines(evidence: readonly Evidence[], last: number, width: number): readonly string[] {
  const rows = evidence.slice(-last).map((event) => cells(event, width));
  const columns = rows.reduce<readonly number[]>(
    (widths, row) => row.map((cell, index) => Math.max(cell.text.length, widths[index] ?? 0)),
    [],
  );
  return rows.map((row) => {
    const padded = row.map(({ text, toTheRight }, index) => {
      const column = columns[index] ?? 0;
      return toTheRight ? text.padStart(column) : text.padEnd(column);
    });
    return cut(
      padded
        .filter((text) => text !== '')
        .join('  ')
        .trimEnd(),
      width,
    );
  });
}

interface Cell {
  readonly text: string;
  readonly toTheRight: boolean;
}

function cells(event: Evidence, width: number): readonly Cell[] {
  const left = (text: string): Cell => ({ text, toTheRight: false });
  const right = (text: string): Cell => ({ text, toTheRight: true });
  return [
    right(`${event.t.toFixed(1)} ms`),
    left(event.connection === undefined ? '' : `#${event.connection}`),
    left(event.who),
    left(event.what),
    right(event.octets === undefined ? '' : octetCount(event.octets)),
    left(content(event, width)),
  ];
}

function octetCount(octets: number): string {
  return `${octets} ${octets === 1 ? 'octet' : 'octets'}`;
}

/** Columns before the content of an event, in the widest case. */
const FRONT = 50;

/** Never more than a line can show: an event keeps up to 4 KiB. */
function content(event: Evidence, width: number): string {
  const { what, hex, cut: shortened } = event;
  const text = eventText(event);
  const rest = shortened ? '…' : '';
  if (what === 'output' && text !== undefined && (shortened === true || text.length > width))
    return `…"${visible(text.slice(-Math.max(20, width - FRONT)))}"`;
  if (text !== undefined) {
    const shown = visible(text.slice(0, 2 * width));
    const spoken = what === 'send' || what === 'receive' || what === 'output';
    return spoken ? `"${shown}"${rest}` : `${shown}${rest}`;
  }
  if (hex === undefined) return rest;
  return `${visibleOctets(Buffer.from(hex.slice(0, 2 * width), 'hex'))}${rest}`;
}
