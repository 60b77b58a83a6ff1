import { describedServer } from '../../suites/laws/requirements.ts';
import type { Limits } from '../contracts/profile.ts';
import { fixture } from './described.ts';
import { describedSubject, descriptionIn, faultySubjects, mistakesIn, rowsBeside } from './described-subjects.ts';
import type { Subject } from './subject.ts';

/** Implementations of a protocol described over datagrams, and the laws that each breaks. */

/** The description that they are of. */
export const datagramProtocol = fixture('ask.protocol.yaml');

const description = descriptionIn(datagramProtocol);

/** The limits of endpoints in this process, which answer at once, and of programs on this host. */
const atOnce: Limits = { settleMs: 10, replyMs: 400, closeMs: 600, recoveryMs: 600 };
const clientLimits: Limits = { stallMs: 3000, closeMs: 2000 };
const launched: Limits = { replyMs: 600, recoveryMs: 1200 };

/** Servers that make no mistake: every law judges them. */
export const carefulOverDatagrams: readonly Subject[] = [
  ['ask_server.py', 'python3'],
  ['ask_server.mjs', `'${process.execPath}'`],
].map(([file = '', runtime]) =>
  describedSubject(file, {
    ...{ kind: 'program', breaks: [], mayRedden: {} },
    target: { suite: 'ask/server', exec: `${runtime} ${fixture(file)} {host} {port}`, limits: launched },
  }),
);

/** What each mistake of `fixtures/protocols/ask_server_mistakes.py` breaks, by its name, which is the third argument. */
export const datagramMistakes = mistakesIn('ask_mistakes.json');

/** Servers that make one mistake each. */
export const carelessOverDatagrams: readonly Subject[] = Object.entries(datagramMistakes).map(([mistake, wrongs]) => {
  const exec = `python3 -S ${fixture('ask_server_mistakes.py')} {host} {port} ${mistake}`;
  const skip = rowsBeside(describedServer(description), wrongs);
  return describedSubject(mistake, {
    ...{ kind: 'program', ...wrongs },
    target: { suite: 'ask/server', exec, limits: launched, skip },
  });
});

/** Faults of the server and the client that are made of the description. */
export const faultyOverDatagrams = faultySubjects(description, { server: atOnce, client: clientLimits });
