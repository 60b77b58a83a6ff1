import type { ParseArgsConfig } from 'node:util';
import type { Argv } from 'yargs';

/** What the command line of `inspect` says, whoever has read it. */
export interface InspectFlags {
  readonly file: readonly string[];
  readonly json: boolean;
  readonly strict: boolean;
  readonly conversations: boolean;
  readonly quiet: boolean;
  readonly color: boolean | undefined;
  readonly group: readonly string[];
  readonly net: readonly string[];
  readonly list: string | readonly string[] | undefined;
}

const texts = (describe: string) => ({ type: 'string', array: true, requiresArg: true, nargs: 1, describe }) as const;
const flag = (describe: string) => ({ type: 'boolean', describe }) as const;

/** The flags for the parser of all commands. */
export function inspectFlags(yargs: Argv) {
  return yargs
    .positional('file', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'pcap or pcapng files; - is standard input',
    })
    .option(
      'group',
      texts('GROUP[=TTL] whose datagrams are judged, with the TTL they may have (224.202.20.30=1); repeatable'),
    )
    .option('net', texts('PREFIX attached to the link, whose broadcast address is known: 192.168.1.0/24; repeatable'))
    .option('list', {
      type: 'string',
      requiresArg: true,
      describe: 'offending frames that are listed for each rule (20)',
    })
    .option('conversations', {
      type: 'boolean',
      default: true,
      describe: 'follow TCP connections (--no-conversations: leave them out)',
    })
    .option('json', flag('JSON instead of a table'))
    .option('strict', flag('broken SHOULDs count'))
    .option('quiet', flag('nothing on standard error but errors'))
    .option('color', flag('colours, whatever standard output is (--no-color: never)'))
    .example('$0 inspect capture.pcapng', 'what the frames of a capture show')
    .example(
      '$0 inspect *.pcap --net 192.168.1.0/24 --group 239.1.2.3',
      'with the network and the group that are yours',
    )
    .example('$0 inspect capture.pcap --json', 'for a program')
    .example('tcpdump -i eth0 -U -w - | $0 inspect -', 'as the frames come');
}

/**
 * The same flags for the parser of the runtime, which is there at once: loading the other takes longer than judging
 * half a million frames. Whatever it does not take goes to the other one, which says what is wrong.
 */
export const leanFlags = {
  options: {
    group: { type: 'string', multiple: true },
    net: { type: 'string', multiple: true },
    list: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    quiet: { type: 'boolean' },
    color: { type: 'boolean' },
    'no-color': { type: 'boolean' },
    conversations: { type: 'boolean' },
    'no-conversations': { type: 'boolean' },
  },
  allowPositionals: true,
  strict: true,
} as const satisfies ParseArgsConfig;
