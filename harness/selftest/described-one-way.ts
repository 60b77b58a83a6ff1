import { describedServer } from '../../suites/laws/requirements.ts';
import type { Limits } from '../contracts/profile.ts';
import { fixture, LAUNCHED } from './described.ts';
import { describedSubject, descriptionIn, faultySubjects, mistakesIn, rowsBeside } from './described-subjects.ts';
import type { Subject } from './subject.ts';

/** Implementations of protocols whose servers say nothing, over a stream and over datagrams, and the laws that each breaks. */

/** The descriptions that they are of. */
export const oneWayProtocols: readonly string[] = [fixture('log.protocol.yaml'), fixture('gauge.protocol.yaml')];

const descriptions = oneWayProtocols.map(descriptionIn);

/** The limits of endpoints in this process, which show at once, of programs on this host, and of clients. */
const atOnce: Limits = { idleMs: 2000, settleMs: 10, replyMs: 400, closeMs: 600, recoveryMs: 800 };
const launched: Limits = { idleMs: 2000, messageMs: 3000, replyMs: 800 };
const clientLimits: Limits = { connectTimeoutMs: 1000, closeMs: 2000 };

/** Servers that make no mistake: every law judges them. */
export const carefulOneWay: readonly Subject[] = descriptions.map(({ protocol }) =>
  describedSubject(`${protocol}_server.py`, {
    ...{ kind: 'program', breaks: [], mayRedden: {} },
    target: {
      ...{ suite: `${protocol}/server`, limits: launched },
      exec: `python3 ${fixture(`${protocol}_server.py`)} {host} {port}`,
    },
  }),
);

/** Every mistake of `fixtures/protocols/log_server_mistakes.py` and `gauge_server_mistakes.py`, with the protocol whose server makes it; its name is the third argument. */
export const oneWayMistakes = descriptions.flatMap((description) => {
  const { protocol, over } = description;
  const file = `${protocol}_server_mistakes.py`;
  const table = describedServer(description);
  return Object.entries(mistakesIn(`${protocol}_mistakes.json`)).map(([name, wrongs]) => ({
    ...{ name, over, file, table, wrongs },
  }));
});

/** Servers that make one mistake each. */
export const carelessOneWay: readonly Subject[] = oneWayMistakes.map(({ name, file, table, wrongs }) =>
  describedSubject(name, {
    ...{ kind: 'program', ...wrongs },
    target: {
      ...{ suite: table.path, limits: launched, skip: rowsBeside(table, wrongs) },
      exec: `python3 -S ${fixture(file)} {host} {port} ${name}`,
    },
  }),
);

/** Faults of the servers and the clients that are made of the descriptions. */
export const faultyOneWay: readonly Subject[] = descriptions.flatMap((description) =>
  faultySubjects(description, { server: atOnce, client: clientLimits }, LAUNCHED),
);
