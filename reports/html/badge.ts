import type { Verdict } from '../../harness/contracts/verdict.ts';
import { verdictWord } from '../paint.ts';
import { type Markup, markup } from './markup.ts';

/** A verdict with its sign and its colour; the sign is nothing to be read aloud. */
export function badge(verdict: Verdict): Markup {
  const [sign = ''] = verdictWord(verdict);
  return markup`<span class="badge ${verdict}"><span aria-hidden="true">${sign}</span> ${verdict}</span>`;
}

/** What else is said about a case or a requirement, beside its verdict. */
export function remark(text: string): Markup {
  return markup`<span class="remark">${text}</span>`;
}
