import type { Run } from '../../harness/contracts/run.ts';
import { plural } from '../closing.ts';
import type { RunSource } from '../format.ts';
import { outcomeWords } from '../headline.ts';
import { hasFailed, type RequirementResult, requirementResults, suiteOfTarget, unjudgedTargets } from '../summary.ts';
import { whyNotWhole } from '../whole.ts';
import { campaignSection, failureSection } from './campaign.ts';
import { declarationSection } from './declaration.ts';
import { partialExtent } from './extent.ts';
import { type Paper, type Section, section, type Told } from './paper.ts';
import { isKnown, type Reservation, reservationsOf } from './reservations.ts';
import { filesOf, scopeSection, versionsOf } from './scope.ts';

/** What a run states; `source` is what it was read from, or written to, where that is known. */
export function paperOf(run: Run, source: RunSource | undefined): Paper {
  const reservations = reservationsOf(run);
  return {
    title: 'Statement of conformance',
    sentence: sentenceOf(run, reservations.length),
    sections: [
      scopeSection(run),
      reservationSection(reservations),
      declarationSection(run),
      campaignSection(run),
      failureSection(run),
    ],
    footer: footerOf(run, source),
  };
}

/** "phone (version 2.1) was judged by upload/server on 2010-02-01 (2 of 42 requirements): conformant, with 2 reservations." */
function sentenceOf(run: Run, reservations: number): string {
  const { targets, started } = run;
  const [first] = targets;
  const subject =
    targets.length === 1 && first !== undefined
      ? `${first.name} (version ${versionsOf(first)}) was`
      : `${plural(targets.length, 'target')} were`;
  const suites = [...new Set(targets.map(suiteOfTarget))].join(', ');
  const judged = suites === '' ? 'judged' : `judged by ${suites}`;
  const extent = partialExtent(run);
  const when = `${started.slice(0, 'YYYY-MM-DD'.length)}${extent === '' ? '' : ` (${extent})`}`;
  const held = reservations === 0 ? 'without reservation' : `with ${plural(reservations, 'reservation')}`;
  const unjudged = unjudgedWords(run);
  const verdict = unjudged === '' ? `${verdictOf(run)}, ` : `${verdictOf(run)}; ${unjudged}; `;
  return `${subject} ${judged} on ${when}: ${verdict}${held}.`;
}

/** A run that failed by its gate alone has no failed MUST, and is not conformant all the same. */
function verdictOf(run: Run): string {
  const rows = requirementResults(run.cases);
  const known = rows.filter(({ cases }) => cases.some(isKnown)).length;
  const butFor = known === 0 ? '' : `, but for ${plural(known, 'known failure')}`;
  switch (run.outcome) {
    case 'conformant':
      return `${outcomeWords(run)}${butFor}`;
    case 'nonconformant':
      return `not conformant: ${failedWords(run, rows)}`;
    case 'inconclusive':
      return 'not concluded';
    case 'error':
      return 'not concluded: the harness failed';
  }
}

function failedWords({ targets, conclusion }: Run, rows: readonly RequirementResult[]): string {
  const failed = rows.filter(({ cases }) => cases.some(hasFailed));
  if (failed.length === 0) return conclusion;
  const where = targets.length === 1 ? '' : ` on ${listOf([...new Set(failed.map(({ target }) => target))])}`;
  return `${plural(failed.length, 'requirement')} failed${where}`;
}

/** Which of several targets were not judged; of one, why it is no whole. Empty where there is nothing to say. */
function unjudgedWords(run: Run): string {
  const unjudged = unjudgedTargets(run).map(({ name }) => name);
  if (unjudged.length === 0) return '';
  if (run.targets.length === 1) return whyNotWhole(run).get(unjudged[0] ?? '') ?? '';
  return `${listOf(unjudged)} ${unjudged.length === 1 ? 'was' : 'were'} not judged`;
}

/** Names that a sentence can hold: a class has many. */
function listOf(names: readonly string[]): string {
  const rest = names.length - NAMES;
  return [...names.slice(0, NAMES), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

const NAMES = 8;

function reservationSection(reservations: readonly Reservation[]): Section {
  return section('Reservations', {
    tables: [
      {
        caption: 'What is not judged, not known, or put up with',
        head: ['what', 'target', 'reservation', 'ground'],
        rows: reservations.map(({ about, target, kind, ground }) => [about, target, kind, ground]),
      },
    ],
    none: 'None.',
  });
}

function footerOf(run: Run, source: RunSource | undefined): Paper['footer'] {
  const revisions = run.parts.flatMap(({ requirements }) => requirements ?? []);
  const all = [
    ...revisions.map(
      ({ version, sha256 }) => [{ before: `SHA-256 of requirements, revision ${version}`, code: '' }, sha256] as const,
    ),
    ...filesOf(run).flatMap(({ path, sha256 }) => (sha256 === undefined ? [] : [[hashOf(path), sha256] as const])),
  ];
  const hashes = new Map(all.map((one) => [JSON.stringify(one), one])).values();
  return [
    ...(source?.files ?? []).map(({ name, sha256 }) => [hashOf(name), { code: sha256 }] as const),
    ...[...hashes].map(([what, sha256]) => [what, { code: sha256 }] as const),
    ['sockspec', run.tool.version],
    ['seed', String(run.seed)],
    ['exit status', String(run.exitStatus)],
    ...(source === undefined ? [] : [['made again by', againBy(source)] as const]),
  ];
}

function hashOf(file: string): Told {
  return { before: 'SHA-256 of ', code: file };
}

function againBy({ files, command }: RunSource): Told {
  if (files.length === 0) return 'nothing: no JSON report of this run was kept (--report json=FILE)';
  return { code: `${command} --report statement=FILE` };
}
