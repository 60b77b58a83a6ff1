import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { describedClient, describedServer } from '../../suites/laws/requirements.ts';
import type { Limits, ProfileTarget } from '../contracts/profile.ts';
import { describedClientFaults, describedFaults } from '../endpoints/faulty/described/index.ts';
import { parseDescription } from '../protocols/wire/description.ts';
import { bin } from './places.ts';
import { isOfShare, turnOfRun } from './sample.ts';
import { type Expectations, type Subject, subjectName } from './subject.ts';

/** Implementations of described protocols, and the laws that each breaks. */

const top = fileURLToPath(new URL(import.meta.url.includes('/dist/harness/') ? '../../..' : '../..', import.meta.url));
/** A file of `fixtures/protocols/`. */
export const fixture = (name: string): string => `${top}/fixtures/protocols/${name}`;

/** The descriptions that they are of. */
export const protocols: readonly string[] = [
  fixture('kv.protocol.yaml'),
  fixture('kv24.protocol.yaml'),
  fixture('news.protocol.yaml'),
  fixture('lookup.protocol.yaml'),
  `${top}/suites/catalogue/memcached.protocol.yaml`,
  `${top}/suites/catalogue/smtp.protocol.yaml`,
];

/** The limits of endpoints in this process, which answer at once; of launched programs those that kv_server.py keeps. */
const atOnce: Limits = { idleMs: 2000, settleMs: 10, replyMs: 600, closeMs: 600, recoveryMs: 800 };
const clientLimits: Limits = { connectTimeoutMs: 1000, stallMs: 3000, closeMs: 4000 };
const launched: Limits = { idleMs: 2000, messageMs: 3000 };

/** The rows of each suite of these protocols. */
export const lawRows: ReadonlyMap<string, readonly string[]> = new Map(
  protocols
    .map((file) => parseDescription(readFileSync(file, 'utf8'), file))
    .flatMap((description) => [describedServer(description), describedClient(description)])
    .map(({ path, rows }) => [path, Object.keys(rows)]),
);

/**
 * The laws that do not judge a mistake in a turn. Each turn judges it by what it breaks, and by whether it answers at all; its
 * own turn by what it may break and by laws about cuts, too. Every law of every mistake would take ten minutes.
 */
export function skipped(
  suite: string,
  name: string,
  { breaks, mayRedden }: Pick<Subject, 'breaks' | 'mayRedden'>,
  turn: number,
): readonly string[] {
  const inItsTurn = isOfShare(`${suite} ${name}`, turn)
    ? [...Object.keys(mayRedden), 'octet-by-octet', 'coalesced']
    : [];
  const judged = new Set([...breaks, 'answers', 'asks', ...inItsTurn]);
  return (lawRows.get(suite) ?? []).filter((row) => !judged.has(row)).map((row) => `${suite}/${row}`);
}

/** The turn of this run. */
const turn = turnOfRun();

function subjectOf(
  suite: string,
  name: string,
  parts: Pick<Subject, 'kind' | 'breaks' | 'mayRedden' | 'target'>,
): Subject {
  const needs = parts.target.exec?.startsWith('python3') === true ? ['python3'] : [];
  return { name: subjectName(parts.kind, suite, name), needs, ...parts };
}

/** Programs that make no mistake: every law judges them. */
export const careful: readonly Subject[] = (
  [
    ['kv/server', 'kv_server.py', 'python3', launched],
    ['kv/server', 'kv_server.mjs', `'${process.execPath}'`, launched],
    ['kv/client', 'kv_client.py', 'python3', clientLimits],
    ['lookup/server', 'lookup_server.py', 'python3', launched],
    ['lookup/client', 'lookup_client.py', 'python3', clientLimits],
  ] as const
).map(([suite, file, runtime, limits]) =>
  subjectOf(suite, file, {
    ...{ kind: 'program', breaks: [], mayRedden: {} },
    target: { suite, exec: `${runtime} ${fixture(file)} {host} {port}`, limits },
  }),
);

/** One mistake of the `*_mistakes.py` of kv and lookup in `fixtures/protocols/`, whose name is the third argument. */
const Mistake = Type.Object({
  suite: Type.String(),
  breaks: Type.Array(Type.String()),
  /** Rows of which nothing can be concluded. */
  unjudged: Type.Optional(Type.Array(Type.String())),
  mayRedden: Type.Record(Type.String(), Type.String()),
});

/** What each of them breaks, by its name. */
export const mistakes = Value.Parse(
  Type.Record(Type.String(), Mistake),
  JSON.parse(readFileSync(fixture('mistakes.json'), 'utf8')),
);

/** The program that makes the mistakes of a suite. */
export function mistakesFile(suite: string): string {
  return `${suite.replace('kv24', 'kv').replace('/', '_')}_mistakes.py`;
}

/** Servers and clients that make one mistake each; those of kv24 have lengths of three octets. */
export const careless: readonly Subject[] = Object.entries(mistakes).map(([mistake, one]) => {
  const { suite, breaks, mayRedden, unjudged = [] } = one;
  const role = suite.split('/')[1] ?? '';
  const words = `python3 -S ${fixture(mistakesFile(suite))} {host} {port} ${mistake}`;
  const subject = subjectOf(suite, mistake, {
    ...{ kind: 'program', breaks, mayRedden },
    target: {
      suite,
      exec: suite === 'kv24/server' ? `${words} 3` : words,
      limits: role === 'client' ? clientLimits : launched,
      skip: [...skipped(suite, mistake, { breaks: [...breaks, ...unjudged], mayRedden }, turn)],
    },
  });
  return unjudged.length === 0 ? subject : { ...subject, expects: { unjudged } };
});

/** A careful server that is odd in one way: it is judged by the law that might mistake it, and by whether it answers. */
function oddOne(name: string, law: string, expects: Expectations = {}): Subject {
  const known = { breaks: [law], mayRedden: {} };
  const target: ProfileTarget = {
    suite: 'kv/server',
    exec: `python3 -S ${fixture(`kv_server_${name.replaceAll('-', '_')}.py`)} {host} {port}`,
    limits: launched,
    skip: [...skipped('kv/server', name, known, turn)],
  };
  return { ...subjectOf('kv/server', name, { kind: 'program', breaks: [], mayRedden: {}, target }), expects };
}

/** Careful servers that a law might mistake for careless ones. */
export const odd: readonly Subject[] = [
  oddOne('needs-descriptors', 'full-table', {
    unjudged: ['full-table'],
    inconclusiveSays: /^with room for 64 descriptors /,
  }),
  oddOne('slow-to-accept', 'leaves-nothing-open'),
];

/** Whose memory is looked at, as launched programs alone have one of their own. */
export const LAUNCHED = 'hoards';

/** Faults of the servers and clients that are made of descriptions. */
export const faulty: readonly Subject[] = [
  ...['kv', 'memcached', 'smtp'].flatMap((protocol) => [
    // Plain clients of smtp all ask the same: a server that tires of a question has tired before it is judged.
    ...describedFaults
      .filter(({ name }) => name !== LAUNCHED && (protocol !== 'smtp' || name !== 'tires-of-a-question'))
      .map((fault) => faultOf(`${protocol}/server`, protocol, fault, atOnce)),
    ...describedClientFaults.map((fault) => faultOf(`${protocol}/client`, protocol, fault, clientLimits)),
  ]),
  // A server of news says two messages in a row.
  ...describedClientFaults
    .filter(({ breaks }) => breaks.includes('coalesced'))
    .map((fault) => faultOf('news/client', 'news', fault, clientLimits)),
  ...describedFaults
    .filter(({ name }) => name === LAUNCHED)
    .map((fault) => {
      const { target, ...subject } = faultOf('memcached/server', 'memcached', fault, launched);
      const { suite, skip, limits } = target;
      const exec = `'${process.execPath}' '${bin}' serve memcached --fault ${fault.name} --host {host} --port {port}`;
      return { ...subject, target: { suite, exec, ...(skip && { skip }), ...(limits && { limits }) } };
    }),
];

function faultOf(
  suite: string,
  reference: string,
  { name, breaks, mayRedden }: { readonly name: string } & Pick<Subject, 'breaks' | 'mayRedden'>,
  limits: Limits,
): Subject {
  const skip = [...skipped(suite, name, { breaks, mayRedden }, turn)];
  return subjectOf(suite, name, {
    kind: 'fault',
    breaks,
    mayRedden,
    target: { suite, reference, fault: name, limits, skip },
  });
}
