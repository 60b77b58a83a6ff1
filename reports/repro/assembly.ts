import { commonPython, mainPython } from './common-python.ts';
import { scriptHead, toldLines } from './head.ts';
import { pythonText } from './python.ts';
import { limitOf, type ScriptParts, sentence } from './script.ts';
import { argumentsPython, type Place, startOf, statusLines } from './usage.ts';

/** What makes the script of one failure. */
export interface Assembly {
  readonly parts: ScriptParts;
  /** Where it connects to, or listens. */
  readonly place: Place;
  /** Whether it plays the server. */
  readonly isOfClient: boolean;
  /** Why it does not decide, in words; empty where it does. */
  readonly undecided: string;
  /** What it does not do of what sockspec did, one sentence each. */
  readonly lacks: readonly string[];
  /** The modules that it needs, sorted. */
  readonly modules: readonly string[];
  /** Constants of its own, as lines of Python: STEPS and EXPECTED among them. */
  readonly constants: readonly string[];
  /** What it plays. */
  readonly python: string;
}

/** The text of a script: its head, the constants of the case, what all scripts have in common, and what this one plays. */
export function assembled({
  parts,
  place,
  isOfClient,
  undecided,
  lacks,
  modules,
  constants,
  python,
}: Assembly): string {
  const { result, target } = parts;
  const head = scriptHead({ ...parts, usage: [...statusLines(target, place, undecided), ...lacks] }, modules);
  const body = [
    `START = ${pythonText(startOf(target))}`,
    `LIMIT = ${limitOf(result)}  # seconds without an event that count as silence`,
    'PATIENCE = 60  # seconds in which a client is to be started',
    `UNDECIDED = ${pythonText(sentence(undecided))}`,
    'TOLD = [',
    ...[...toldLines(result), ...lacks].map((text) => `    ${pythonText(text)},`),
    ']',
    ...constants,
    '',
    '',
    argumentsPython(place, isOfClient),
  ].join('\n');
  return `${head}\n${body}${commonPython}${python}${mainPython}`;
}
