import { terminalLine } from '../../text/visible.ts';
import { defineCommand } from '../command.ts';
import { docsBase } from '../docs-base.ts';
import { checkOneTarget, reportRequests, writeReports } from '../files/reports.ts';
import { reproFolder, writeReproductions } from '../files/repro.ts';
import { readSavedRun, sourceOf } from '../files/saved-runs.ts';
import { singleValue } from '../planning/flag-values.ts';
import { mergeRuns } from '../planning/merge.ts';
import { narrowed } from '../planning/narrow.ts';
import { withPages } from '../planning/pages.ts';
import { unevenPoints } from '../planning/points.ts';
import { useColor } from '../terminal/color.ts';
import { say } from '../terminal/print.ts';

/** `sockspec report`: a saved run in any format, or several as one. Its exit status is that of the run. */
export const report = defineCommand(
  (yargs) =>
    yargs
      .positional('run', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'RUN.json, a report of --report json; NAME=RUN.json puts a name before its targets',
      })
      .option('report', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'FORMAT or FORMAT=FILE, or none, as for run; repeatable (table)',
      })
      .option('target', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'name of a target, or a glob over names: the report tells of these alone; repeatable',
      })
      .option('repro', {
        type: 'string',
        requiresArg: true,
        describe: 'folder where each failure is written as a Python script that provokes it, and as a hex listing',
      })
      .option('docs-base', {
        type: 'string',
        requiresArg: true,
        describe: 'address of the pages of requirements, which the report links to (that of the saved run)',
      })
      .option('color', { type: 'boolean', describe: 'colours, whatever standard output is (--no-color: never)' })
      .option('verbose', { type: 'boolean', describe: 'the table says how each failure is usually mended' })
      .example('$0 report run.json', 'the table of a run that was made elsewhere')
      .example('$0 report shard-*.json --report junit=all.xml', 'the shards of one run as one')
      .example('$0 report run.json --target alice --report gradescope=alice.json', 'the grade of one of a class')
      .example('$0 report run.json --report none --repro bugs', 'a script a failure, for a bug report')
      .example('$0 report linux=a.json phone=b.json', 'a matrix of targets, told apart by name'),
  async ({ run, report: formats, target, repro, docsBase: said, color, verbose }) => {
    const requests = await reportRequests(formats ?? []);
    const folder = await reproFolder(repro);
    const flag = singleValue('--docs-base', said);
    const base = flag === undefined ? undefined : docsBase('--docs-base', flag);
    const [first, ...others] = await Promise.all(run.map(readSavedRun));
    if (first === undefined) throw new Error('the parser asks for one run at least');
    const merged = narrowed(mergeRuns([first, ...others]), target ?? []);
    await checkOneTarget(requests, merged.targets.length);
    const uneven = unevenPoints(merged.cases);
    if (uneven !== undefined) say(`sockspec: ${terminalLine(uneven)}\n`);
    const linked = { ...merged, cases: [...withPages(merged.cases, base)] };
    const source = sourceOf([first, ...others], target ?? []);
    const status = await writeReports(linked, requests, { color: useColor(color), verbose: verbose ?? false, source });
    if (folder !== undefined) say(`sockspec: ${await writeReproductions(folder, merged)}\n`);
    return status;
  },
);
