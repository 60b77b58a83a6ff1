import { applicableIf } from '../../harness/engine/finding.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act } from './script.ts';
import { withoutEnds } from './session.ts';

/** What is said of a server that shows each time what comes twice. */
export const shownTwice = 'each of them shown';

/** Says the very same twice, where a server says nothing and shows what it is told, and the dialogue repeats. */
export async function shownTwiceFact(context: Context, oracle: Oracle): Promise<string> {
  applicableIf(!context.isOfFiles, 'what is stored under one name is there once');
  const { acts, round } = oracle.script(context);
  applicableIf(
    acts.some(({ does }) => does === 'see'),
    'no plain message has letters by which it is known: needs {nonce} in a text of it',
  );
  const again = acts
    .slice(round)
    .map((act): Act => (act.does === 'see' ? { ...act, sought: { ...act.sought, times: 2 } } : act));
  const heard = await oracle.held(context, [...withoutEnds(acts), ...again]);
  const wrong = heard.find(({ problem }) => problem !== undefined);
  return wrong === undefined ? shownTwice : `${wrong.name}: ${wrong.problem}`;
}
