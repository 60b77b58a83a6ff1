import type { CaseResult } from '../harness/contracts/run.ts';
import { complaintOf, isUnhandled } from '../harness/text/last-words.ts';
import { normalForm } from './fingerprint.ts';

/** How a program ended that was not to end. */
export interface Ending {
  /** `status 1`, `signal SIGSEGV` */
  readonly how: string;
  /** Nobody handled the error that ended it. */
  readonly isUnhandled: boolean;
  /** The line that names the error; empty where it printed none. */
  readonly error: string;
  /** The line of its source at which the error arose; empty where it printed none. */
  readonly place: string;
}

/**
 * How the program of a case ended by itself; undefined where it did not, or where an end is its part: a client may end, with an
 * error status too, and only a signal that it raised, or an error that it did not handle, tells of a mistake.
 */
export function endingOf({ requirement, evidence }: Pick<CaseResult, 'requirement' | 'evidence'>): Ending | undefined {
  const exit = evidence.findLast(({ who, what }) => who === 'iut' && what === 'exit')?.text;
  const how = /signal SIG[A-Z]+|status \d+/.exec(exit ?? '')?.[0];
  if (how === undefined) return undefined;
  const printed = evidence.flatMap(({ what, text = '' }) => (what === 'output' ? [text] : [])).join('\n');
  const isError = how.startsWith('status') && how !== 'status 0';
  const unhandled = isError && isUnhandled(printed);
  if (mayEnd(requirement) && !unhandled && !RAISED.test(how)) return undefined;
  // What a program printed before a signal ended it, or before it ended as if all were well, is no error that ended it.
  if (!isError) return { how, isUnhandled: false, error: '', place: '' };
  return { how, isUnhandled: unhandled, error: complaintOf(printed), place: placeIn(printed) };
}

/** Signals that a mistake of the program itself raises. */
const RAISED = /SIG(?:SEGV|BUS|ABRT|PIPE|FPE|ILL|SYS|TRAP)$/;

/** Whether the program of a requirement ends when it is done: a client and a sender do. */
export function mayEnd(requirement: string): boolean {
  return /^[^/]*\/(?:client|sender)\//.test(requirement);
}

/** The same for two programs that ended by errors of one kind, numbers and quotes aside, and for two that did not end. */
export function kindOf(ending: Ending | undefined): string {
  return ending === undefined ? '' : `${ending.how}: ${normalForm(ending.error.replace(/'[^']*'/g, '"…"'))}`;
}

/**
 * Python tells the line at which an error arose last, runtimes that say `at` tell it first. A line of the program itself counts
 * before one of what came with its runtime, at which any of its lines may fail.
 */
function placeIn(printed: string): string {
  const lines = printed.split('\n');
  const python = lines.filter((line) => /^ +File ".*", line \d+/.test(line));
  const others = lines.filter((line) => /^\s+at .*:\d+\)?$/.test(line));
  const own = (line: string): boolean => !RUNTIME.test(line);
  return (python.findLast(own) ?? python.at(-1) ?? others.find(own) ?? others[0] ?? '').trim();
}

/** Where what comes with a runtime lies. */
const RUNTIME = /\/lib\/python3|<frozen |[( ](?:node:|java\.|sun\.|jdk\.)/;
