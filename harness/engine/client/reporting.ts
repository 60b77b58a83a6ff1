import type { ProcessEnd } from '../../contracts/process.ts';
import { quoted } from '../words.ts';

/** What `reportFact` says of a client that told its user of an error. */
export const reported = 'an error reported';

/** What `endFact` says of a client that ended by itself. */
export const endedByItself = 'ended by itself';

/**
 * Words by which programs say that something went wrong. A client reports an error with a non-zero status, or with one
 * of these (suites/README.md, "Decisions about all protocols"); what the case itself sent is not counted.
 */
const errorWords =
  /error|errno|exception|traceback|fail|refus|reset|time[ds]?[ -]?out|abort|cannot|can't|could ?n[o']t|unable|unreach|unknown|unresolv|not (?:known|found|resolve)|no such|no address|closed|clos(?:e|ing) |lost|broken|incomplete|interrupt|short|gaierror|fehler/i;

/** Whether a text says that something went wrong. */
export function saysError(printed: string): boolean {
  return errorWords.test(printed);
}

/** How a client ended, as a fact: by itself, or killed by a signal (a failure of its own kind), or not at all. */
export function endFact(end: ProcessEnd | undefined): string {
  if (end === undefined) return 'hung';
  return end.signal === null ? endedByItself : `killed by signal ${end.signal}`;
}

/** Whether a client told its user of an error. `sent` is what the case itself gave it to print. */
export function reportFact(end: ProcessEnd | undefined, printed: string, sent = ''): string {
  if (end === undefined) return 'hung';
  if (end.signal !== null) return `killed by signal ${end.signal}`;
  const own = sent === '' ? printed : printed.replaceAll(sent, '');
  if (end.status !== 0 || saysError(own)) return reported;
  const words = own.trim();
  return words === '' ? 'exit status 0, and nothing said' : `exit status 0, having printed ${quoted(words)}`;
}
