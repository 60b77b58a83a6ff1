import { renderMachine } from '../../../reports/machine.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import { examine } from '../../machine/index.ts';
import { defineCommand } from '../command.ts';
import { namedInterface } from '../planning/interface.ts';
import { print } from '../terminal/print.ts';

/** `sockspec doctor`: what this machine can do for a run; each lack with its mend and the rows that it leaves inconclusive. */
export const doctor = defineCommand(
  (yargs) =>
    yargs
      .option('interface', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'name or address of an interface to probe by sending from it; repeatable (loopback is always)',
      })
      .option('names', { type: 'boolean', describe: 'ask the DNS server for a name that does not exist' })
      .option('json', { type: 'boolean', describe: 'JSON, for a program' })
      .example('$0 doctor', 'look; datagrams go to loopback alone')
      .example('$0 doctor --interface wlan0', 'send a few datagrams on the network of wlan0 too')
      .example('$0 doctor --names --json', 'see whether unknown names fail, for a program'),
  async ({ interface: interfaces = [], names, json }) => {
    for (const text of interfaces) namedInterface(text);
    const report = await examine({ interfaces, names: names ?? false });
    const text =
      json === true
        ? `${JSON.stringify(report, null, 2)}\n`
        : renderMachine(report, Math.min(120, process.stdout.columns ?? 100));
    await print(text);
    return exitStatus.conformant;
  },
);
