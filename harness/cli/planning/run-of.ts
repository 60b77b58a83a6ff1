import { casesOn, summarize } from '../../../reports/summary.ts';
import type { CaseResult, Run, RunTarget } from '../../contracts/run.ts';
import { RUN_SCHEMA_VERSION } from '../../contracts/run-form.ts';
import { conclude, type Ending } from '../../engine/conclude.ts';
import { version } from '../version.ts';
import { bySpecification } from './requirements.ts';

const SCHEMA = 'sockspec/run.schema.json';

/** What a run consists of; all else follows from it. */
export interface RunParts extends Omit<Ending, 'targets'>, Pick<Run, 'started' | 'durationMs' | 'complete' | 'seed'> {
  readonly targets: readonly RunTarget[];
  /** They bear the marks of their gate and of a baseline; their order is of no account. */
  readonly cases: readonly CaseResult[];
}

/** The one place where a run is made: its cases in the order of the specification, counted and concluded. */
export function runOf({ targets, cases, interrupted, errors, isPart, ...facts }: RunParts): Run {
  const ordered = bySpecification(cases, targets);
  return {
    $schema: SCHEMA,
    schemaVersion: RUN_SCHEMA_VERSION,
    tool: { name: 'sockspec', version },
    ...facts,
    ...conclude(ordered, { interrupted, errors, targets, ...(isPart === undefined ? {} : { isPart }) }),
    targets: targets.map((target) => ({ ...target, summary: summarize(casesOn(target, ordered)) })),
    summary: summarize(ordered),
    cases: [...ordered],
  };
}
