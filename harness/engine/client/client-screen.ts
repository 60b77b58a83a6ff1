import { clock } from '../clock.ts';
import { inconclusive } from '../finding.ts';
import { quoted } from '../words.ts';
import type { ClientContext } from './client-context.ts';
import { endedByItself, endFact, reported, reportFact, saysError } from './reporting.ts';

/** Characters of a text that a person compares by eye: as much as fits on a screen, from both ends of a longer one. */
const BY_EYE = 400;

/** What a case says that nobody saw the screen for. */
const unseenScreen = 'what the client prints cannot be seen: needs --operator, --output COMMAND or --exec';
const unseenEnd = 'how the client ended cannot be seen: needs --operator or --exec';

/**
 * Whether the client told its user of an error, as `reportFact` says it: by its exit status and output, where those can be
 * seen, else by what a person saw. `sent` is what the case itself gave it to print; `ms` is the limit (the close limit).
 */
export async function reportedBy(context: ClientContext, sent = '', ms = context.limits.closeMs): Promise<string> {
  const { sees, printed, end, operator } = context;
  if (sees.exit) {
    const fact = reportFact(await end(ms), printed(), sent, await context.twin());
    return fact === reported || printed() !== '' || operator === undefined ? fact : askReported(context);
  }
  if (!sees.output) return askReported(context);
  const own = async (): Promise<string> => (sent === '' ? printed() : printed().replaceAll(sent, ''));
  const text = await clock.lookUntil(ms, own, (said) => saysError(said));
  if (saysError(text)) return reported;
  return operator === undefined ? `no error in what was printed: ${quoted(text.trim())}` : askReported(context);
}

/** How the client ended within `ms` (the close limit), as `endFact` says it; a person tells where there is no process to look at. */
export async function endedBy(context: ClientContext, ms = context.limits.closeMs): Promise<string> {
  const { sees, end, operator } = context;
  if (sees.exit) {
    await context.twin();
    return endFact(await end(ms));
  }
  const confirms = operator?.confirms ?? inconclusive(unseenEnd);
  const question = `Has the client ended, or is it ready for something else (within ${Math.ceil(ms / 1000)} s)?`;
  return (await confirms(question)) ? endedByItself : 'hung';
}

/** Whether a person sees these items on the screen, and nothing else of them: `shown`, or words for what was answered. */
export async function shownOnScreen({ operator }: ClientContext, items: readonly string[]): Promise<string> {
  const confirms = operator?.confirms ?? inconclusive(unseenScreen);
  const wanted = items.map(byEye).join(', then ');
  return (await confirms(`Does the screen show exactly: ${wanted}?`)) ? 'shown' : 'something else, says the operator';
}

/** Whether a person sees a part presented as if it were whole, with no error said beside it. As with every question, y is good. */
export async function seenAsWhole({ operator }: ClientContext, part: string): Promise<boolean> {
  const confirms = operator?.confirms ?? inconclusive(unseenScreen);
  const text = byEye(part);
  return !(await confirms(
    `Does the screen leave ${text} out, or say beside it that there is an error or that more is missing?`,
  ));
}

async function askReported({ operator }: ClientContext): Promise<string> {
  const confirms = operator?.confirms ?? inconclusive(unseenScreen);
  return (await confirms('Does the client report an error?')) ? reported : 'no error reported, says the operator';
}

/** A text as a person compares it: of a long one both ends. */
export function byEye(text: string): string {
  if (text.length <= BY_EYE) return quoted(text, BY_EYE);
  const [head, tail] = [text.slice(0, BY_EYE / 2), text.slice(-BY_EYE / 2)];
  return `${quoted(head, BY_EYE)} … ${quoted(tail, BY_EYE)} (${text.length} characters in all)`;
}
