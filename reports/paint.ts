import { styleText } from 'node:util';
import type { Verdict } from '../harness/contracts/verdict.ts';

/** Looks that a text report uses; each verdict has one of its own. */
export type Look = Verdict | 'heading' | 'label';

/** Gives a text its look, or leaves it as it is where colors are off. */
export type Paint = (look: Look, text: string) => string;

/** The painter for a place with or without colors. What stdout is does not count: the caller has decided. */
export function painter(color: boolean): Paint {
  return (look, text) => (color && text !== '' ? styleText(styles[look], text, { validateStream: false }) : text);
}

/** A verdict with its sign, so that it is found without colors too. */
export function verdictWord(verdict: Verdict): string {
  return `${signs[verdict]} ${verdict}`;
}

const styles = {
  pass: 'green',
  fail: 'red',
  warning: 'yellow',
  inconclusive: 'cyan',
  'not-applicable': 'gray',
  error: 'magenta',
  heading: 'bold',
  label: 'gray',
} as const satisfies Record<Look, string>;

const signs: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✗',
  warning: '!',
  inconclusive: '?',
  'not-applicable': '-',
  error: '✗',
};
