import type { ProcessEnd } from '../../contracts/process.ts';
import { signalText } from '../../text/signal.ts';
import { quoted } from '../words.ts';
import type { Twin } from './twin.ts';

/** What `reportFact` says of a client that told its user of an error. */
export const reported = 'an error reported';

/** What `endFact` says of a client that ended by itself. */
export const endedByItself = 'ended by itself';

/**
 * Words by which programs say that something went wrong. A client reports an error with a non-zero status, or with one
 * of these (suites/README.md, "Decisions about all protocols"); what the case itself sent is not counted.
 */
const errorWords =
  /error|errno|exception|traceback|fail|refus|reset|time[ds]?[ -]?out|abort|cannot|can't|could ?n[o']t|unable|unreach|unknown|unresolv|not (?:known|found|resolve)|no such|no address|closed|clos(?:e|ing) |lost|broken|incomplete|interrupt|short|gaierror|fehler/gi;

/**
 * Whether a text says that something went wrong. A word that the program says too where all is well (`usual`) tells
 * nothing: "Connection closed" stands at the end of many a good exchange.
 */
export function saysError(printed: string, usual = ''): boolean {
  const everyday = new Set(errorWordsIn(usual));
  for (const word of errorWordsIn(printed)) if (!everyday.has(word)) return true;
  return false;
}

/** One at a time: there may be millions. */
function* errorWordsIn(text: string): Generator<string> {
  for (const [word] of text.matchAll(errorWords)) yield word.toLowerCase();
}

/** How a client ended, as a fact: by itself, or killed by a signal (a failure of its own kind), or not at all. */
export function endFact(end: ProcessEnd | undefined): string {
  if (end === undefined) return 'hung';
  return end.signal === null ? endedByItself : `killed by signal ${signalText(end.signal)}`;
}

/**
 * Whether a client told its user of an error, by a status or a word that its unharmed twin did not end with. `sent` is
 * what the case itself gave it to print.
 */
export function reportFact(end: ProcessEnd | undefined, printed: string, sent = '', twin?: Twin): string {
  if (end === undefined) return 'hung';
  if (end.signal !== null) return `killed by signal ${signalText(end.signal)}`;
  const own = sent === '' ? printed : printed.replaceAll(sent, '');
  const usualStatus = twin?.end?.status ?? 0;
  if (end.status !== 0 && end.status !== usualStatus) return reported;
  if (saysError(own, twin?.printed)) return reported;
  const words = own.trim();
  const asEver = end.status === 0 ? '' : ', as where all is well';
  return words === ''
    ? `exit status ${end.status}${asEver}, and nothing said`
    : `exit status ${end.status}${asEver}, having printed ${quoted(words)}`;
}
