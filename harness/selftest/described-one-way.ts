import { readFileSync } from 'node:fs';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { describedClient, describedServer } from '../../suites/laws/requirements.ts';
import type { Limits } from '../contracts/profile.ts';
import type { RequirementTable } from '../contracts/requirement-table.ts';
import { describedClientFaultsOf, describedFaultsOf } from '../endpoints/faulty/described/index.ts';
import { parseDescription } from '../protocols/wire/description.ts';
import { fixture } from './described.ts';
import { type Subject, subjectName } from './subject.ts';

/** Implementations of protocols whose servers say nothing, over a stream and over datagrams, and the laws that each breaks. */

/** The descriptions that they are of. */
export const oneWayProtocols: readonly string[] = [fixture('log.protocol.yaml'), fixture('gauge.protocol.yaml')];

const descriptions = oneWayProtocols.map((file) => parseDescription(readFileSync(file, 'utf8'), file));

/** The limits of endpoints in this process, which show at once, of programs on this host, and of clients. */
const atOnce: Limits = { idleMs: 2000, settleMs: 10, replyMs: 400, closeMs: 600, recoveryMs: 800 };
const launched: Limits = { idleMs: 2000, messageMs: 3000, replyMs: 800 };
const clientLimits: Limits = { connectTimeoutMs: 1000, closeMs: 2000 };

/** Whose memory is looked at, as launched programs alone have one of their own. */
const LAUNCHED = 'hoards';

type Parts = Pick<Subject, 'kind' | 'breaks' | 'mayRedden' | 'target'>;

function subjectOf(name: string, parts: Parts): Subject {
  const needs = parts.target.exec === undefined ? [] : ['python3'];
  return { name: subjectName(parts.kind, parts.target.suite, name), needs, ...parts };
}

/** Judged by what it breaks and may break, and by whether it shows at all: each law waits for what is not shown. */
function skipped(
  { path, rows }: RequirementTable,
  { breaks, mayRedden }: Pick<Subject, 'breaks' | 'mayRedden'>,
): readonly string[] {
  const judged = new Set([...breaks, ...Object.keys(mayRedden), 'answers', 'asks']);
  return Object.keys(rows).flatMap((row) => (judged.has(row) ? [] : [`${path}/${row}`]));
}

/** Servers that make no mistake: every law judges them. */
export const carefulOneWay: readonly Subject[] = descriptions.map(({ protocol }) =>
  subjectOf(`${protocol}_server.py`, {
    ...{ kind: 'program', breaks: [], mayRedden: {} },
    target: {
      ...{ suite: `${protocol}/server`, limits: launched },
      exec: `python3 ${fixture(`${protocol}_server.py`)} {host} {port}`,
    },
  }),
);

/** Mistakes of `fixtures/protocols/log_server_mistakes.py` and `gauge_server_mistakes.py`, by the name that is their third argument. */
const Mistakes = Type.Record(
  Type.String(),
  Type.Object({ breaks: Type.Array(Type.String()), mayRedden: Type.Record(Type.String(), Type.String()) }),
);

/** Every one of them, with the protocol whose server makes it. */
export const oneWayMistakes = descriptions.flatMap((description) => {
  const { protocol, over } = description;
  const mistakes = Value.Parse(Mistakes, JSON.parse(readFileSync(fixture(`${protocol}_mistakes.json`), 'utf8')));
  const file = `${protocol}_server_mistakes.py`;
  return Object.entries(mistakes).map(([name, wrongs]) => ({
    name,
    over,
    file,
    table: describedServer(description),
    wrongs,
  }));
});

/** Servers that make one mistake each. */
export const carelessOneWay: readonly Subject[] = oneWayMistakes.map(({ name, file, table, wrongs }) =>
  subjectOf(name, {
    ...{ kind: 'program', ...wrongs },
    target: {
      ...{ suite: table.path, limits: launched, skip: [...skipped(table, wrongs)] },
      exec: `python3 ${fixture(file)} {host} {port} ${name}`,
    },
  }),
);

/** Faults of the servers and the clients that are made of the descriptions. */
export const faultyOneWay: readonly Subject[] = descriptions
  .flatMap((description) => [
    { description, table: describedServer(description), faults: describedFaultsOf(description), limits: atOnce },
    {
      description,
      table: describedClient(description),
      faults: describedClientFaultsOf(description),
      limits: clientLimits,
    },
  ])
  .flatMap(({ description, table, faults, limits }) =>
    faults
      .filter(({ name }) => name !== LAUNCHED)
      .map(({ name, breaks, mayRedden }) =>
        subjectOf(name, {
          ...{ kind: 'fault', breaks, mayRedden },
          target: {
            ...{ suite: table.path, reference: description.protocol, fault: name, limits },
            skip: [...skipped(table, { breaks, mayRedden })],
          },
        }),
      ),
  );
