import type { Inspection } from '../../contracts/inspection.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import type { RequirementTable } from '../../contracts/requirement-table.ts';
import { requirementOf } from '../../frames/judge.ts';
import type { FrameRule } from '../../frames/rules/rule.ts';
import { type Attempt, raceBody, unjudged } from '../attempt.ts';
import type { Cases } from '../cases.ts';
import { judge, passed } from '../judge.ts';
import { caseLimits } from '../limits.ts';
import { type CaseRunner, defineSuite, type Suite } from '../suite.ts';
import { frameEvidence, frameNotes, obeyed } from './frame-facts.ts';
import { readCaptures } from './read-captures.ts';

/** What a case of frames judges: all captures of its target together. */
export interface FrameContext {
  /** Ends the case unless every frame obeys the rule. */
  readonly obey: (rule: FrameRule) => Promise<void>;
}

/** Longer than the engine's own limit can be kept waiting by a capture, which is read in turns of about 50 ms. */
const TURN_MS = 10_000;

/** The suite of captures. They are read once, when the first case asks, and judged by every rule in one go. */
export function frameSuite<Key extends string>(
  table: RequirementTable<Key>,
  cases: Cases<FrameContext, NoInfer<Key>>,
): Suite {
  return defineSuite<Key, FrameContext>(table, cases, openRunner);
}

function openRunner(plan: WorkerPlan): CaseRunner<FrameContext> {
  const { means } = plan.target;
  const { caseMs } = caseLimits(plan.target.limits);
  const interrupted = new AbortController();
  let reading: Promise<readonly Inspection[]> | undefined;

  const attempt = async (
    requirement: Requirement,
    body: (context: FrameContext) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Attempt> => {
    if (means.kind !== 'capture') return unjudged('frames are judged by captures: needs --captures');
    signal.addEventListener('abort', () => interrupted.abort(), { once: true });
    reading ??= readCaptures(means, interrupted.signal);
    const read = reading;
    let captures: readonly Inspection[] = [];
    const context: FrameContext = {
      obey: async (rule) => {
        captures = await read;
        obeyed(requirementOf(rule), captures);
      },
    };
    const { outcome } = await raceBody(body(context), caseMs, signal);
    const judgement = outcome === undefined ? passed : judge(outcome, requirement);
    const { id } = requirement;
    const onWire = { ports: [], groups: [], sent: [] };
    return { ...judgement, notes: frameNotes(id, captures), evidence: frameEvidence(id, captures), onWire };
  };
  return { timeoutMs: plan.repeat * (caseMs + TURN_MS), concurrent: false, attempt, close: async () => undefined };
}
