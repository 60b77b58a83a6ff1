import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { CaseResult, Run } from '../harness/contracts/run.ts';
import { inert, visible } from '../harness/text/visible.ts';
import { caseLines } from './details.ts';
import type { ReportFormat } from './format.ts';
import { headline } from './headline.ts';
import { painter } from './paint.ts';
import {
  isFailure,
  isSkipped,
  type SuiteResult,
  suiteOfTarget,
  suiteResults,
  type UnjudgedTarget,
  unjudgedTargets,
} from './summary.ts';

/**
 * For CI servers: one testsuite a target and suite, one testcase a case.
 *
 * The rule: what fails the run is a failure, so that a CI server which counts failures and one which looks at the exit
 * status agree: `fail`, `warning` under --strict, `inconclusive` that --require does not allow, and a known failure that
 * passes. `error` is an error; other `inconclusive`, `not-applicable` and known failures are skipped; `pass` and other
 * `warning` pass, the details of such a warning are in its system-out. Every case has its verdict as a property. A target
 * that was not judged has one testcase more, an error, in the suite that judges it. A comment says first how the run ended.
 */
export const junit: ReportFormat = { name: 'junit', extension: 'xml', render };

function render(run: Run): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  document.com(commented(` sockspec: ${headline(run)} `));
  const suites = suiteResults(run).map((suite) => ({ ...suite, unjudged: unjudgedIn(suite, run) }));
  const root = element(document, 'testsuites', {
    name: 'sockspec',
    ...counts(
      run.cases,
      suites.flatMap(({ unjudged }) => unjudged),
      run.unmatched,
    ),
    time: seconds(run.durationMs),
  });
  for (const suite of suites) addSuite(root, suite, run);
  if (run.unmatched !== undefined) addUnmatched(root, run.unmatched);
  return inert(`${document.end({ prettyPrint: true })}\n`);
}

/** A suite on a target, with that target where it was not judged. */
interface JudgedSuite extends SuiteResult {
  readonly unjudged: readonly UnjudgedTarget[];
}

/** In the suite of the target alone: frames that were captured meanwhile may be a second one. */
function unjudgedIn({ suite, target, reached }: SuiteResult, run: Run): readonly UnjudgedTarget[] {
  if (reached === undefined || suiteOfTarget(reached) !== suite) return [];
  return unjudgedTargets(run).filter(({ name }) => name === target);
}

function addSuite(root: XMLBuilder, { suite, target, reached, cases, unjudged }: JudgedSuite, run: Run): void {
  const node = element(root, 'testsuite', {
    name: `${suite} on ${target}`,
    ...counts(cases, unjudged),
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    timestamp: run.started,
  });
  addProperties(node, {
    target,
    ...(reached === undefined ? {} : { kind: reached.kind, address: reached.address }),
    ...(reached?.quick === undefined ? {} : { quick: `${reached.quick.cases} of ${reached.quick.of}` }),
    seed: String(run.seed),
    complete: String(run.complete),
    outcome: run.outcome,
    conclusion: run.conclusion,
    exitStatus: String(run.exitStatus),
  });
  for (const { name, reason } of unjudged) {
    const judged = { name: `${suite} on ${name} is judged`, classname: suite.replaceAll('/', '.'), time: seconds(0) };
    element(element(node, 'testcase', judged), 'error', { message: `not judged: ${reason}`, type: 'error' });
  }
  for (const result of cases) addCase(node, result);
}

function addCase(suite: XMLBuilder, result: CaseResult): void {
  const { id, requirement, level, verdict, reason, durationMs, flaky, attempts, explainedBy } = result;
  const node = element(suite, 'testcase', {
    name: id,
    classname: requirement.replaceAll('/', '.'),
    time: seconds(durationMs),
  });
  addProperties(node, {
    verdict,
    level,
    ...(flaky ? { flaky: attempts.join(', ') } : {}),
    ...(explainedBy === undefined ? {} : { explainedBy }),
  });
  if (isFailure(result)) addText(element(node, 'failure', { message: reason, type: level }), details(result));
  if (verdict === 'error') addText(element(node, 'error', { message: reason, type: 'error' }), details(result));
  if (isSkipped(result)) element(node, 'skipped', { message: skippedFor(result) });
  if (verdict === 'warning' && !isFailure(result) && !isSkipped(result))
    addText(element(node, 'system-out', {}), details(result));
}

function skippedFor({ verdict, reason, known }: CaseResult): string {
  return known === undefined ? `${verdict}: ${reason}` : `known failure (${known}): ${reason}`;
}

/** The entries of a baseline that no case was judged by, a testcase each: they fail the run as a case does. */
function addUnmatched(root: XMLBuilder, unmatched: NonNullable<Run['unmatched']>): void {
  const node = element(root, 'testsuite', { name: 'baseline', ...counts([], [], unmatched), time: seconds(0) });
  for (const { case: id, target, problem } of unmatched) {
    const name = target === undefined ? id : `${id} on ${target}`;
    const judged = element(node, 'testcase', { name, classname: 'baseline', time: seconds(0) });
    element(judged, 'failure', { message: problem, type: 'baseline' });
  }
}

/** The numbers are those of the elements below, by the rule above. */
function counts(
  cases: readonly CaseResult[],
  unjudged: readonly UnjudgedTarget[],
  unmatched: Run['unmatched'] = [],
): Readonly<Record<string, string>> {
  return {
    tests: String(cases.length + unjudged.length + unmatched.length),
    failures: String(cases.filter(isFailure).length + unmatched.length),
    errors: String(cases.filter(({ verdict }) => verdict === 'error').length + unjudged.length),
    skipped: String(cases.filter(isSkipped).length),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Wide enough for whole sentences, long enough for a whole exchange; evidence beyond it is in the JSON report. */
const DETAILS = { width: 160, lines: 50, events: 40, teaches: true };

function details(result: CaseResult): string {
  return `\n${caseLines(result, DETAILS, painter(false)).join('\n')}\n`;
}

function addProperties(parent: XMLBuilder, values: Readonly<Record<string, string>>): void {
  const properties = element(parent, 'properties', {});
  for (const [name, value] of Object.entries(values)) element(properties, 'property', { name, value });
}

function element(parent: XMLBuilder, name: string, values: Readonly<Record<string, string>>): XMLBuilder {
  const node = parent.ele(name);
  for (const [key, value] of Object.entries(values)) node.att(key, escaped(visible(value)));
  return node;
}

/** The lines of the text are escaped already. */
function addText(node: XMLBuilder, text: string): void {
  node.txt(escaped(text));
}

/** A comment holds no two hyphens in a row. */
function commented(text: string): string {
  return visible(text).replaceAll('--', '- -').replaceAll('--', '- -');
}

/** The writer takes "&name;" for an entity and lets it through: text that only looks like one must not reach it. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;');
}
