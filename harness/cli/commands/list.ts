import { renderListing, withCases } from '../../../reports/listing.ts';
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
      .option('json', { type: 'boolean', describe: 'JSON, every field of every requirement' })
      .example('$0 list', 'everything')
      .example("$0 list '**/size-*' --json", 'what is required of sizes, for a program'),
  async ({ glob, json, protocol }) => {
    const patterns = glob ?? [];
    await useProtocols({ files: protocol ?? [], patterns });
    checkPatterns('GLOB', patterns);
    const listed = withCases(requirementsMeant(patterns), await caseIds(suitesMeant(patterns)));
    const text =
      json === true ? `${JSON.stringify(listed, null, 2)}\n` : renderListing(listed, process.stdout.columns ?? 120);
    await print(text);
    return exitStatus.conformant;
  },
);
