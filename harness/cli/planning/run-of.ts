import type { Unmatched } from '../../../reports/baseline.ts';
import { explained } from '../../../reports/causes.ts';
import { casesOn, summarize } from '../../../reports/summary.ts';
import { whyNotWhole } from '../../../reports/whole.ts';
import { allRequirements } from '../../../suites/index.ts';
import type { CaseResult, Run, RunTarget } from '../../contracts/run.ts';
import { RUN_SCHEMA_VERSION } from '../../contracts/run-form.ts';
import { conclude, type Ending } from '../../engine/conclude.ts';
import { version } from '../version.ts';
import { withMessage } from './evidence-messages.ts';
import { bySpecification } from './requirements.ts';

const SCHEMA = 'sockspec/run.schema.json';

/** What a run consists of; all else follows from it. */
export interface RunParts
  extends Omit<Ending, 'targets' | 'notWhole'>,
    Pick<Run, 'started' | 'durationMs' | 'complete' | 'seed' | 'parts' | 'leftOutTargets'> {
  readonly targets: readonly RunTarget[];
  /** They bear the marks of their gate and of a baseline; their order is of no account. */
  readonly cases: readonly CaseResult[];
  /** Entries of a baseline that say something of none of them. */
  readonly unmatched?: readonly Unmatched[];
}

/** The one place where a run is made: its cases in the order of the specification, explained, with their messages, counted and concluded. */
export function runOf({ parts, targets, cases, interrupted, errors, isPart, unmatched, ...facts }: RunParts): Run {
  const ordered = explained(bySpecification(cases, targets), allRequirements).map(withMessage);
  return {
    $schema: SCHEMA,
    schemaVersion: RUN_SCHEMA_VERSION,
    tool: { name: 'sockspec', version },
    ...facts,
    ...conclude(ordered, {
      ...{ interrupted, errors, targets, notWhole: whyNotWhole({ parts, targets: [...targets] }, isPart) },
      ...(unmatched === undefined ? {} : { unmatched }),
      ...(isPart === undefined ? {} : { isPart }),
    }),
    ...(unmatched === undefined || unmatched.length === 0 ? {} : { unmatched: [...unmatched] }),
    parts,
    targets: targets.map((target) => ({ ...target, summary: summarize(casesOn(target, ordered)) })),
    summary: summarize(ordered),
    cases: [...ordered],
  };
}
