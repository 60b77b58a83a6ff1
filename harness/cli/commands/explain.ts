import { renderExplanation, withCases } from '../../../reports/listing.ts';
import { allRequirements, suiteAt } from '../../../suites/index.ts';
import { laws } from '../../../suites/laws/requirements.ts';
import { UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { Trouble } from '../../contracts/machine.ts';
import { usualTroubles } from '../../machine/troubles.ts';
import { defineCommand } from '../command.ts';
import { useProtocols } from '../files/protocols.ts';
import { caseIds } from '../planning/cases.ts';
import { checkPatterns, suitesMeant } from '../planning/requirements.ts';
import { print } from '../terminal/print.ts';

/** What keeps datagrams away, whatever the program does (suites/README.md, "Addresses"). */
function troublesOf(suites: readonly string[]): readonly Trouble[] {
  return suites.every((path) => ['tcp', 'udp'].includes(suiteAt(path).transport)) ? [] : usualTroubles;
}

/** `sockspec explain`: one requirement, how it is provoked, what a failure means and how it is mended. */
export const explain = defineCommand(
  (yargs) =>
    yargs
      .positional('id', {
        type: 'string',
        demandOption: true,
        describe: 'id of a requirement, or of one of its cases, or the name of a law',
      })
      .option('protocol', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'description of the protocol whose requirement it is',
      })
      .option('suite', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'module of suites of your own, one of which has the requirement; repeatable',
      })
      .example('$0 explain cut-anywhere', 'a law of any described protocol')
      .example('$0 explain upload/server/size-is-four-octets', 'why a size may hold 0x0A'),
  async ({ id, protocol, suite }) => {
    await useProtocols({ files: protocol ?? [], suites: suite ?? [], patterns: [id] });
    const name = id.replace(/\[.*\]$/, '');
    const told = laws.filter((law) => law.id === name || law.id.split('/')[1] === name);
    if (told.length > 0) {
      const columns = Math.min(100, process.stdout.columns ?? 80);
      const texts = withCases(told, []).map((law) => renderExplanation(law, columns));
      await print(texts.join('\n'));
      return exitStatus.conformant;
    }
    const requirement = allRequirements.find((one) => one.id === name);
    if (requirement === undefined) {
      checkPatterns('ID', [name], { others: laws.flatMap((law) => [law.id, law.id.split('/')[1] ?? '']) });
      throw new UsageError(
        `ID: expected the id of one requirement, found ${JSON.stringify(id)} (see sockspec list ${name})`,
      );
    }
    const suites = suitesMeant([requirement.id]);
    const [explained] = withCases([requirement], await caseIds(suites));
    const columns = Math.min(100, process.stdout.columns ?? 80);
    if (explained !== undefined) await print(renderExplanation(explained, columns, troublesOf(suites)));
    return exitStatus.conformant;
  },
);
