import { compareRuns } from '../../../reports/comparison.ts';
import { renderComparison } from '../../../reports/comparison-table.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { Run } from '../../contracts/run.ts';
import type { Verdict } from '../../contracts/verdict.ts';
import { defineCommand } from '../command.ts';
import { readSavedRun } from '../files/saved-runs.ts';
import { checkPatterns } from '../planning/requirements.ts';
import { useColor } from '../terminal/color.ts';
import { print } from '../terminal/print.ts';
import { version } from '../version.ts';
import { concludeComparison } from './compare-conclude.ts';

/** `sockspec compare`: what regressed, what was mended, what is new or gone, from one saved run to the next. */
export const compare = defineCommand(
  (yargs) =>
    yargs
      .positional('old', { type: 'string', demandOption: true, describe: 'the earlier run, a report of --report json' })
      .positional('new', { type: 'string', demandOption: true, describe: 'the later run' })
      .option('strict', { type: 'boolean', describe: 'a SHOULD that regressed counts' })
      .option('require', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'a MUST among these that is gone, or no longer concluded, counts whatever else is said; repeatable',
      })
      .option('allow-inconclusive', {
        type: 'boolean',
        describe: 'a MUST that is no longer concluded does not count, unless --require names it',
      })
      .option('json', { type: 'boolean', describe: 'JSON instead of a table' })
      .option('color', { type: 'boolean', describe: 'colours, whatever standard output is (--no-color: never)' })
      .example(
        '$0 compare last-release.json today.json',
        'a gate: exit status 1 where a MUST regressed, or is no longer concluded',
      )
      .example("$0 compare old.json new.json --require 'upload/**'", 'and where one is gone'),
  async ({ old, new: now, strict, require, allowInconclusive, json, color }) => {
    const gate = {
      strict: strict ?? false,
      require: require ?? [],
      allowInconclusive: allowInconclusive ?? false,
    };
    const [earlier, later] = await Promise.all([readSavedRun(old), readSavedRun(now)]);
    const judged = [earlier, later].flatMap(({ run }) => run.cases.map(({ requirement }) => requirement));
    checkPatterns('--require', gate.require, { judged });
    const comparison = compareRuns(earlier.run, later.run);
    const ended = concludeComparison(comparison, later.run, gate);
    const summary = { ...heads(earlier.run, later.run), ...ended, ...comparison };
    const conclusion = { text: ended.conclusion, verdict: looks[ended.exitStatus] ?? 'pass' } as const;
    await print(
      json === true
        ? `${JSON.stringify(summary, null, 2)}\n`
        : renderComparison(comparison, conclusion, { color: useColor(color), width: process.stdout.columns ?? 100 }),
    );
    return ended.exitStatus;
  },
);

const looks: Readonly<Record<number, Verdict>> = {
  [exitStatus.nonconformant]: 'fail',
  [exitStatus.inconclusive]: 'inconclusive',
};

function heads(earlier: Run, later: Run) {
  const headOf = ({ started, complete, outcome, cases }: Run) => ({ started, complete, outcome, cases: cases.length });
  return {
    schemaVersion: 1,
    tool: { name: 'sockspec', version },
    earlier: headOf(earlier),
    later: headOf(later),
  };
}
