import type { ProcessEnd } from '../../contracts/process.ts';
import { inconclusive } from '../finding.ts';
import { linesOf } from '../output/lines.ts';
import { quoted } from '../words.ts';
import type { ClientContext } from './client-context.ts';
import { exchanged, ownWords, type PlainExchange, toItsEnd } from './plain-exchange.ts';
import { endFact, saysError } from './reporting.ts';

/** What `endsWellFact` says of a client that ends as programs do that are content. */
export const endedWell = 'exit status 0, and no error said';

/** What `connectionsFact` says of a client that connects no more often than it must. */
export const connectedOnce = 'one connection';

/**
 * A line that complains: its first words, behind the name of a program or a module, are those of an error. Words of
 * errors elsewhere in a line, as in "0 errors" and "connection closed", are none.
 */
const complaint =
  /^\W*(?:[\w./-]+: ?)?(?:fatal |unexpected )?(?:(?:[\w.]*(?:error|exception)|failed|failure|fatal)\b(?!s?\W+(?:0|none|no)\b)|traceback \()/i;

/**
 * How a client ended after an unharmed exchange. One that keeps its connection is judged by the row about that. To a
 * client of an unknown protocol the exchange may not have been unharmed: its status and its words tell nothing.
 */
export async function endsWellFact(
  context: ClientContext,
  plain: PlainExchange,
  protocol: 'known' | 'unknown' = 'known',
): Promise<string> {
  const exchange = await exchanged(context, plain);
  if (!(await toItsEnd(exchange)))
    return inconclusive('the client keeps its connection: whether it closes has a row of its own');
  const end = await context.end();
  if (end === undefined || end.signal !== null) return endFact(end);
  const fact = endedFact(end, context.sees.output ? ownWords(context, exchange) : '');
  if (fact !== endedWell && protocol === 'unknown')
    return inconclusive(
      `exit status ${end.status}: a client may complain of a server that does not speak its protocol`,
    );
  return fact;
}

/** How a client ended after an exchange in which nothing went wrong, having printed these words of its own. */
export function endedFact(end: ProcessEnd | undefined, words: string): string {
  if (end === undefined || end.signal !== null) return endFact(end);
  const said = words.trim();
  if (end.status === 0 && !anyComplains(said)) return endedWell;
  return `exit status ${end.status}${said === '' ? ', and nothing said' : `, having printed ${quoted(said)}`}`;
}

/** Characters of a line that are looked at: what it begins with decides, and the pattern takes longer by their square. */
const LINE_CHARACTERS = 200;

function anyComplains(said: string): boolean {
  for (const line of linesOf(said)) if (complaint.test(line.slice(0, LINE_CHARACTERS))) return true;
  return false;
}

/** Whether a client connects again after an exchange that came to its end. */
export async function connectionsFact(context: ClientContext, plain: PlainExchange): Promise<string> {
  const exchange = await exchanged(context, plain);
  await toItsEnd(exchange);
  return (await context.connectsAgain()) ? 'a second connection after the exchange' : connectedOnce;
}

/** Whether a client that is reset hides that by another connection: one that says so does not. */
export async function hiddenRetryFact(context: ClientContext): Promise<string> {
  const { connects, connectsAgain, makeFile, closeInput, sees, printed, twin } = context;
  const peer = await connects({ file: await makeFile('plain.txt', Buffer.from('hello')) });
  await peer.reset();
  closeInput();
  if (!(await connectsAgain())) return connectedOnce;
  const { printed: usual } = await twin();
  const said = sees.output ? printed() : '';
  return saysError(said, usual) ? connectedOnce : 'a second connection after a reset, and nothing said of it';
}
