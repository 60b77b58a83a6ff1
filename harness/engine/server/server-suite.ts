import type { RequirementTable } from '../../contracts/requirement-table.ts';
import { PERSON_MS } from '../../targets/listen-target.ts';
import { backstopMs } from '../attempt.ts';
import type { Cases } from '../cases.ts';
import { caseLimits, RETRANSMIT_CONNECT_MS } from '../limits.ts';
import { REQUESTS } from '../operator.ts';
import { defineSuite, type Suite } from '../suite.ts';
import type { CaseContext } from './context.ts';
import { attemptCase, type Experiment } from './experiment.ts';
import { inReach } from './in-reach.ts';
import { openSession } from './session.ts';

/** How a suite tells whether an IUT serves at all. */
export interface SuiteOptions<Plain, Key extends string> {
  /** What a well-behaved client may send, plainest first: the first that this IUT serves is used in all of its cases. */
  readonly plain: readonly [Plain, ...Plain[]];
  /** One well-behaved client, to be done within `limitMs`: resolves to `served`, or to what was seen instead. */
  readonly client: (context: CaseContext<Plain>, limitMs: number) => Promise<string>;
  /** What is said of an IUT that does not; of receivers that nothing is shown. */
  readonly unserved?: string;
  /** What is expected after a fault: the next client to be served; of receivers the next datagram to be shown. */
  readonly next?: string;
  /** Requirements that are judged even if no well-behaved client is served; the others would only repeat that. */
  readonly basics: readonly Key[];
}

/** The suite of one server protocol. A misspelt requirement id does not compile. */
export function serverSuite<Key extends string, Plain>(
  table: RequirementTable<Key>,
  options: SuiteOptions<Plain, NoInfer<Key>>,
  cases: Cases<CaseContext<Plain>, NoInfer<Key>>,
): Suite {
  return defineSuite<Key, CaseContext<Plain>>(table, cases, (plan) => {
    const session = openSession(plan.target);
    const experiment: Experiment<Plain> = { plan, session, ...options, known: undefined };
    const reaching = inReach(session.hostWatch);
    const limits = caseLimits(plan.target.limits);
    const askingMs = plan.target.operator === true ? REQUESTS * PERSON_MS : 0;
    const triesMs = 2 * limits.caseMs + 2 * limits.launchMs + limits.recoveryMs + RETRANSMIT_CONNECT_MS;
    return {
      timeoutMs: plan.repeat * (backstopMs(triesMs) + askingMs),
      concurrent: false,
      attempt: (...parts) => reaching(() => attemptCase(experiment, ...parts)),
      renew: session.relaunch,
      close: session.close,
    };
  });
}
