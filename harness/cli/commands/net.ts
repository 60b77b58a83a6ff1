import { renderAddresses } from '../../../reports/addresses.ts';
import { factsOf } from '../../addresses/facts.ts';
import { parseAddresses } from '../../addresses/parse.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import { defineCommand } from '../command.ts';
import { print } from '../terminal/print.ts';

/** `sockspec net`: what can be worked out of IPv4 addresses (suites/README.md, "Addresses"). */
export const net = defineCommand(
  (yargs) =>
    yargs
      .positional('address', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'ADDRESS, ADDRESS/PREFIX, ADDRESS/MASK or ADDRESS MASK (255.…); without a mask: the one of its class',
      })
      .option('json', { type: 'boolean', describe: 'JSON, a list with an object an address' })
      .example('$0 net 192.168.1.20/24', 'the subnet of an access point')
      .example('$0 net 172.16.10.0 255.255.255.0', 'a mask in dotted decimal')
      .example('$0 net 224.202.20.30', 'the MAC of a multicast group')
      .example('$0 net 10.0.0.5/31 10.0.0.5/0 --json', 'several, for a program'),
  async ({ address, json }) => {
    const facts = parseAddresses(address).map(factsOf);
    const text =
      json === true ? `${JSON.stringify(facts, null, 2)}\n` : renderAddresses(facts, process.stdout.columns ?? 100);
    await print(text);
    return exitStatus.conformant;
  },
);
