import type { RequirementTable } from '../../contracts/requirement-table.ts';
import { PERSON_MS } from '../../targets/listen-target.ts';
import { backstopMs } from '../attempt.ts';
import type { Cases } from '../cases.ts';
import { caseLimits, RETRANSMIT_CONNECT_MS } from '../limits.ts';
import { REQUESTS } from '../operator.ts';
import { noSearches } from '../searches.ts';
import { defineSuite, type Suite } from '../suite.ts';
import type { CaseContext } from './context.ts';
import { attemptCase, type Experiment } from './experiment.ts';
import { inReach } from './in-reach.ts';
import { openSession } from './session.ts';
import { standing } from './standing.ts';
import type { SuiteOptions } from './suite-options.ts';

/** The suite of one server protocol. A misspelt requirement id does not compile. */
export function serverSuite<Key extends string, Plain>(
  table: RequirementTable<Key>,
  options: SuiteOptions<Plain, NoInfer<Key>>,
  cases: Cases<CaseContext<Plain>, NoInfer<Key>>,
): Suite {
  return defineSuite<Key, CaseContext<Plain>>(table, cases, (plan) => {
    const session = openSession(plan.target);
    const hasServed = (): boolean => experiment.known !== undefined && experiment.known.unserved === undefined;
    const experiment: Experiment<Plain> = {
      ...{ plan, session, options, known: undefined, standing: standing(session, hasServed) },
      ...{ groundFacts: new Map(), searches: noSearches(), last: 'the well-behaved client before the cases' },
    };
    const reaching = inReach(session.hostWatch);
    const limits = caseLimits(plan.target.limits);
    const askingMs = plan.target.operator === true ? REQUESTS * PERSON_MS : 0;
    const triesMs = 2 * limits.caseMs + 2 * limits.launchMs + limits.recoveryMs + RETRANSMIT_CONNECT_MS;
    return {
      timeoutMs: plan.repeat * (backstopMs(triesMs) + askingMs),
      concurrent: false,
      attempt: (requirement, body, signal, name) =>
        experiment.standing.attempted(name.id, () =>
          reaching(() => attemptCase(experiment, requirement, body, signal, name)),
        ),
      renew: session.relaunch,
      close: session.close,
    };
  });
}
