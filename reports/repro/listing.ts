import type { CaseResult, Evidence } from '../../harness/contracts/run.ts';
import { visible } from '../../harness/text/visible.ts';
import { plural } from '../closing.ts';
import { MARK } from './mark.ts';

const OCTETS_A_LINE = 16;

/** The exchange of a case as text: a line an event, and below it its octets with their offsets, in hexadecimal and as ASCII. */
export function hexListing({ id, target, evidence }: CaseResult): string {
  const lines = [MARK, visible(`${id} (${target})`), ...evidence.flatMap(eventLines)];
  return `${lines.join('\n')}\n`;
}

function eventLines(event: Evidence): readonly string[] {
  const { t, who, what, connection, octets, hex, text, cut } = event;
  const words = [
    `${t.toFixed(1)} ms`,
    ...(connection === undefined ? [] : [`#${connection}`]),
    who,
    what,
    ...(octets === undefined ? [] : [plural(octets, 'octet')]),
    ...(hex === undefined && text !== undefined ? [visible(text)] : []),
  ];
  const dump = hex === undefined ? [] : dumpLines(Buffer.from(hex, 'hex'));
  const kept = (hex?.length ?? 0) / 2;
  const missing = cut === true && octets !== undefined ? [`  (${octets - kept} more are not kept)`] : [];
  return ['', words.join('  '), ...dump, ...missing];
}

function dumpLines(octets: Uint8Array): readonly string[] {
  const rows = Math.ceil(octets.length / OCTETS_A_LINE);
  return Array.from({ length: rows }, (_, row) => {
    const part = octets.subarray(row * OCTETS_A_LINE, (row + 1) * OCTETS_A_LINE);
    const pairs = [...part].map((octet) => octet.toString(16).padStart(2, '0')).join(' ');
    const ascii = [...part].map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.')).join('');
    const offset = (row * OCTETS_A_LINE).toString(16).padStart(8, '0');
    return `  ${offset}  ${pairs.padEnd(3 * OCTETS_A_LINE - 1)}  ${ascii}`;
  });
}
