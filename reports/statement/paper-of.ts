import type { Run } from '../../harness/contracts/run.ts';
import { plural } from '../closing.ts';
import { outcomeWords } from '../headline.ts';
import { hasFailed, requirementResults, suiteOfTarget } from '../summary.ts';
import { campaignSection, failureSection } from './campaign.ts';
import { declarationSection } from './declaration.ts';
import { type Paper, type Section, section } from './paper.ts';
import { type Reservation, reservationsOf } from './reservations.ts';
import { filesOf, scopeSection, versionsOf } from './scope.ts';

/** What a run states; `runHash` is the SHA-256 of its JSON report, where that is known. */
export function paperOf(run: Run, runHash: string | undefined): Paper {
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
    footer: footerOf(run, runHash),
  };
}

/** "phone (version 2.1) was judged by upload/server on 2010-02-01: conformant, with 2 reservations." */
function sentenceOf(run: Run, reservations: number): string {
  const { targets, started } = run;
  const [first] = targets;
  const subject =
    targets.length === 1 && first !== undefined
      ? `${first.name} (version ${versionsOf(first)}) was`
      : `${plural(targets.length, 'target')} were`;
  const suites = [...new Set(targets.map(suiteOfTarget))].join(', ');
  const judged = suites === '' ? 'judged' : `judged by ${suites}`;
  const held = reservations === 0 ? 'without reservation' : `with ${plural(reservations, 'reservation')}`;
  return `${subject} ${judged} on ${started.slice(0, 'YYYY-MM-DD'.length)}: ${verdictOf(run)}, ${held}.`;
}

/** A run that failed by its gate alone has no failed MUST, and is not conformant all the same. */
function verdictOf(run: Run): string {
  const failed = requirementResults(run.cases).filter(({ cases }) => cases.some(hasFailed)).length;
  switch (run.outcome) {
    case 'conformant':
      return outcomeWords(run);
    case 'nonconformant':
      return `not conformant: ${failed === 0 ? run.conclusion : `${plural(failed, 'requirement')} failed`}`;
    case 'inconclusive':
      return 'not concluded';
    case 'error':
      return 'not concluded: the harness failed';
  }
}

function reservationSection(reservations: readonly Reservation[]): Section {
  return section('Reservations', {
    tables: [
      {
        caption: 'What is not judged, or put up with',
        head: ['what', 'target', 'reservation', 'ground'],
        rows: reservations.map(({ about, target, kind, ground }) => [about, target, kind, ground]),
      },
    ],
    none: 'None.',
  });
}

function footerOf(run: Run, runHash: string | undefined): Paper['footer'] {
  const revisions = run.parts.flatMap(({ requirements }) => requirements ?? []);
  const all = [
    ...revisions.map(({ version, sha256 }) => [`requirements, revision ${version}`, sha256] as const),
    ...filesOf(run).flatMap(({ path, sha256 }) => (sha256 === undefined ? [] : [[path, sha256] as const])),
  ];
  const hashes = new Map(all.map((one) => [one.join(), one])).values();
  return [
    ...(runHash === undefined ? [] : [['JSON report (SHA-256)', runHash] as const]),
    ...[...hashes].map(([what, sha256]) => [`${what} (SHA-256)`, sha256] as const),
    ['sockspec', run.tool.version],
    ['seed', String(run.seed)],
    ['exit status', String(run.exitStatus)],
    ['made again by', 'sockspec report RUN.json --report statement=FILE'],
  ];
}
