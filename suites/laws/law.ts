import { isLawName, type LawName } from '../../harness/contracts/law-names.ts';
import type { Requirement } from '../../harness/contracts/requirement.ts';
import type { RequirementTable } from '../../harness/contracts/requirement-table.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';

/** What may be right after a stimulus. */
export type Outcome = keyof typeof outcomes;

const outcomes = {
  twin: 'what the same exchange gives unharmed, but for fields that differ between unharmed ones, too',
  refusal: 'no accepting reply: a refusal as described, the end of the connection, a reset or silence',
  next: 'the next client is served',
  ended: 'the server ends the connection within the close limit',
  bounded: 'the memory of the server grows by less than 8 MiB',
  broken: 'the client says that something went wrong, by a status or a word that its unharmed twin does not end with',
  described: 'each message as described',
  'ends well': 'the client ends with exit status 0, and complains of nothing',
  'one connection': 'the client makes one connection a run, or says that the first was reset',
  'as after the first': 'the client asks and ends as after the first sample, whatever it shows',
  'from there': 'an answer from the address and port that was asked',
  'asked again': 'the client asks again and ends as its unharmed twin does, or it says that nobody answers',
  'not taken': 'the client says that something went wrong, or goes on waiting for an answer',
  rests: 'less than 20 % of a core',
  kept: 'as many descriptors, sockets, threads and children as before',
  listens: 'the server listens',
  gone: 'the server ends within the close limit, and listens no longer than its client is served',
  told: 'the server says so, and ends with another status than 0',
} as const;

/** A requirement of no protocol in particular: a description makes one of its own protocol of it. */
export interface Law extends Omit<Requirement, 'id'> {
  /** Everything that is right after the stimulus. A law without them says nothing. */
  readonly right: readonly [Outcome, ...Outcome[]];
}

/** What the same outcomes are where the server says nothing: it shows what it takes. */
const shownOutcomes: Partial<Record<Outcome, string>> = {
  twin: 'each message shown whole, once and in order, as the same exchange shows it unharmed',
  refusal: 'nothing of it is shown, but in a line that says what is wrong',
  described: 'each message shown whole, once and in order',
};

/** Laws of servers in the words of one-way protocols, where those of others speak of answers. */
const shownTexts: Partial<Record<LawName, string>> = {
  answers: 'The plain messages are shown as they were sent: whole, once and in order.',
  coalesced: 'Messages that come in one segment are shown one by one, in order.',
  pairing: 'What several clients send is kept apart.',
  'kept-apart': 'Messages that come back to back are shown one by one.',
  'announced-not-sent':
    'A length that is announced and not sent costs no memory and no other client, and is not shown as if it had come.',
  largest: 'A large datagram is shown where it is a legal message, is not where it is none, and does no harm.',
};

/** The laws as requirements of a described protocol, with that protocol's own word on their levels. */
export function lawTable(
  path: string,
  laws: Readonly<Record<string, Law>>,
  description: Description,
): RequirementTable {
  const rows = Object.entries(laws).map(([name, law]) => {
    const isShown = isOneWay(description) && path.endsWith('/server');
    const row = isShown ? shownRow(name, law) : ownRow(law);
    const own = isLawName(name) ? description.levels.get(name) : undefined;
    const why = own?.why === undefined ? '' : ` Its description says so: ${own.why}.`;
    return [
      name,
      {
        ...row,
        level: own?.level ?? row.level,
        source: description.source === undefined ? row.source : `${row.source}; ${description.source}`,
        text: own === undefined || own.level === row.level ? row.text : `${row.text} (${own.level} here.${why})`,
      },
    ] as const;
  });
  return { path, rows: Object.fromEntries(rows) };
}

/** What stands between how a law is provoked and all that is right then. */
export const RIGHT = ' Right: ';

/** The same of a one-way protocol: what the server takes is seen by what it shows. */
function shownRow(name: string, { right, ...row }: Law): Omit<Requirement, 'id'> {
  const isSeen = right.some((one) => shownOutcomes[one] !== undefined);
  const words = right.map((one) => shownOutcomes[one] ?? outcomes[one]);
  return {
    ...row,
    text: (isLawName(name) ? shownTexts[name] : undefined) ?? row.text,
    seen: isSeen ? [...row.seen, 'output'] : row.seen,
    provoked: `${row.provoked}${RIGHT}${words.join('; and ')}.`,
  };
}

/** A law as a requirement, with what is right after its stimulus in words. */
export function ownRow({ right, ...row }: Law): Omit<Requirement, 'id'> {
  return { ...row, provoked: `${row.provoked}${RIGHT}${right.map((one) => outcomes[one]).join('; and ')}.` };
}
