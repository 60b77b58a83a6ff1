import { renderLaws, renderListing, withCases } from '../../../reports/listing.ts';
import { laws as allLaws } from '../../../suites/laws/requirements.ts';
import { UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import { defineCommand } from '../command.ts';
import { useProtocols } from '../files/protocols.ts';
import { caseIds } from '../planning/cases.ts';
import { checkPatterns, requirementsMeant, suitesMeant } from '../planning/requirements.ts';
import { print } from '../terminal/print.ts';

/** `sockspec list`: the requirements and their cases, as a table or as JSON. */
export const list = defineCommand(
  (yargs) =>
    yargs
      .positional('glob', { type: 'string', array: true, describe: 'globs over requirement ids; all without one' })
      .option('protocol', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'description of a protocol whose suites are listed too; repeatable',
      })
      .option('suite', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'module of suites of your own, which are listed too; repeatable',
      })
      .option('laws', { type: 'boolean', describe: 'the laws of any protocol that is described, with their roles' })
      .option('json', { type: 'boolean', describe: 'JSON, every field of every requirement' })
      .example('$0 list', 'everything')
      .example('$0 list --laws', 'what any described protocol is judged by')
      .example("$0 list '**/size-*' --json", 'what is required of sizes, for a program'),
  async ({ glob, json, laws, protocol, suite }) => {
    const patterns = glob ?? [];
    if (laws === true) {
      if (patterns.length > 0) throw new UsageError(`--laws: expected no GLOB beside it, found ${patterns.join(' ')}`);
      await print(
        json === true ? `${JSON.stringify(allLaws, null, 2)}\n` : renderLaws(allLaws, process.stdout.columns ?? 120),
      );
      return exitStatus.conformant;
    }
    await useProtocols({ files: protocol ?? [], suites: suite ?? [], patterns });
    checkPatterns('GLOB', patterns);
    const listed = withCases(requirementsMeant(patterns), await caseIds(suitesMeant(patterns)));
    const text =
      json === true ? `${JSON.stringify(listed, null, 2)}\n` : renderListing(listed, process.stdout.columns ?? 120);
    await print(text);
    return exitStatus.conformant;
  },
);
