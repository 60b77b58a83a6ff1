import type { Requirement } from '../../contracts/requirement.ts';
import { Finding } from '../finding.ts';
import type { Judgement } from '../judge.ts';
import { stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import type { Known } from './calibration.ts';
import type { CaseRun, OpenedServerCase } from './context.ts';
import { served } from './next-client.ts';
import type { Iut, Session } from './session.ts';
import type { Ground, SuiteOptions } from './suite-options.ts';

/** What is asked of a case that failed. */
export interface Failed<Plain> {
  readonly session: Session;
  readonly options: SuiteOptions<Plain, string>;
  readonly known: Known<Plain> | undefined;
  readonly groundFacts: Map<string, string>;
  readonly requirement: Requirement;
  readonly opens: (iut: Iut, plain: Plain, run: CaseRun) => Promise<OpenedServerCase<Plain>>;
}

/** What it came to. */
export interface FailedJudgement {
  readonly judgement: Judgement;
  /** The next client was not served. */
  readonly isByNext: boolean;
  /** Connections that the body has made. */
  readonly connections: number;
}

/**
 * One mistake is the finding of one row: why what a case found is that of another row, whose plainest form fails as well, in
 * words; undefined where it is its own.
 */
export async function repeatsAnother<Plain>(
  failed: Failed<Plain>,
  { judgement, isByNext, connections }: FailedJudgement,
): Promise<string | undefined> {
  const { session, options, known, requirement } = failed;
  const isRed = judgement.verdict === 'fail' || judgement.verdict === 'warning';
  if (!isRed || known === undefined || known.unserved !== undefined) return undefined;
  const key = requirement.id.split('/').at(-1) ?? '';
  const { severalClients, grounds = [] } = options;
  const hadSeveral = connections > 1 || isByNext;
  if (severalClients !== undefined && key !== severalClients && session.isForOne() && hadSeveral) {
    return `a launch serves one client, which ${severalClients} judges: ${judgement.reason}`;
  }
  for (const ground of grounds) {
    if (!isBorne(key, ground)) continue;
    const fact = await groundFact(failed, ground, known.plain);
    if (fact !== served) return `rests on ${ground.rows[0]}, which fails by itself (${fact}): ${judgement.reason}`;
  }
  return undefined;
}

function isBorne<Plain>(key: string, { rows, bears, spares = [] }: Ground<Plain, string>): boolean {
  return !rows.includes(key) && (bears?.includes(key) ?? !spares.includes(key));
}

/** Tries a ground once a target, with an IUT that no failed case has hurt. */
async function groundFact<Plain>(
  { session, groundFacts, opens }: Failed<Plain>,
  { rows: [row], holds }: Ground<Plain, string>,
  plain: Plain,
): Promise<string> {
  const before = groundFacts.get(row);
  if (before !== undefined) return before;
  await session.relaunch();
  const iut = await session.reach();
  if (typeof iut === 'string') return served;
  const run = { told: `case ${row}`, transcript: startTranscript(), watch: stopwatch() };
  const opened = await opens(iut, plain, run);
  try {
    const fact = await holds(opened.context);
    groundFacts.set(row, fact);
    return fact;
  } catch (error) {
    return error instanceof Finding ? error.message : served;
  } finally {
    await opened.dispose();
  }
}
