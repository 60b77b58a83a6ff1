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

/** Implementations of a protocol described over datagrams, and the laws that each breaks. */

/** The description that they are of. */
export const datagramProtocol = fixture('ask.protocol.yaml');

const description = parseDescription(readFileSync(datagramProtocol, 'utf8'), datagramProtocol);

/** The limits of endpoints in this process, which answer at once, and of programs on this host. */
const atOnce: Limits = { settleMs: 10, replyMs: 400, closeMs: 600, recoveryMs: 600 };
const clientLimits: Limits = { stallMs: 3000, closeMs: 2000 };
const launched: Limits = { replyMs: 600, recoveryMs: 1200 };

type Parts = Pick<Subject, 'kind' | 'breaks' | 'mayRedden' | 'target'>;

function subjectOf(name: string, parts: Parts): Subject {
  const needs = parts.target.exec === undefined ? [] : ['python3'];
  return { name: subjectName(parts.kind, parts.target.suite, name), needs, ...parts };
}

/** Judged by what it breaks and may break, and by whether it answers at all: each law waits for answers that do not come. */
function skipped(
  { path, rows }: RequirementTable,
  { breaks, mayRedden }: Pick<Subject, 'breaks' | 'mayRedden'>,
): readonly string[] {
  const judged = new Set([...breaks, ...Object.keys(mayRedden), 'answers', 'asks']);
  return Object.keys(rows).flatMap((row) => (judged.has(row) ? [] : [`${path}/${row}`]));
}

/** Servers that make no mistake: every law judges them. */
export const carefulOverDatagrams: readonly Subject[] = [
  ['ask_server.py', 'python3'],
  ['ask_server.mjs', `'${process.execPath}'`],
].map(([file = '', runtime]) =>
  subjectOf(file, {
    ...{ kind: 'program', breaks: [], mayRedden: {} },
    target: { suite: 'ask/server', exec: `${runtime} ${fixture(file)} {host} {port}`, limits: launched },
  }),
);

/** One mistake of `fixtures/protocols/ask_server_mistakes.py`, whose name is the third argument. */
const Mistake = Type.Object({
  breaks: Type.Array(Type.String()),
  mayRedden: Type.Record(Type.String(), Type.String()),
});

/** What each of them breaks, by its name. */
export const datagramMistakes = Value.Parse(
  Type.Record(Type.String(), Mistake),
  JSON.parse(readFileSync(fixture('ask_mistakes.json'), 'utf8')),
);

/** Servers that make one mistake each. */
export const carelessOverDatagrams: readonly Subject[] = Object.entries(datagramMistakes).map(([mistake, wrongs]) => {
  const exec = `python3 ${fixture('ask_server_mistakes.py')} {host} {port} ${mistake}`;
  const skip = skipped(describedServer(description), wrongs);
  return subjectOf(mistake, {
    ...{ kind: 'program', ...wrongs },
    target: { suite: 'ask/server', exec, limits: launched, skip: [...skip] },
  });
});

/** Faults of the server and the client that are made of the description. */
export const faultyOverDatagrams: readonly Subject[] = [
  { table: describedServer(description), faults: describedFaultsOf(description), limits: atOnce },
  { table: describedClient(description), faults: describedClientFaultsOf(description), limits: clientLimits },
].flatMap(({ table, faults, limits }) =>
  faults.map(({ name, breaks, mayRedden }) =>
    subjectOf(name, {
      ...{ kind: 'fault', breaks, mayRedden },
      target: {
        ...{ suite: table.path, reference: description.protocol, fault: name, limits },
        skip: [...skipped(table, { breaks, mayRedden })],
      },
    }),
  ),
);
