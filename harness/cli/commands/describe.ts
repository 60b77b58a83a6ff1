import { defineCommand } from '../command.ts';
import { singleValue } from '../planning/flag-values.ts';
import { describeFile } from './describe-file.ts';

/** `sockspec describe`: a described protocol, its messages, and what its plain peers say, octet by octet. Nothing is sent. */
export const describe = defineCommand(
  (yargs) =>
    yargs
      .positional('file', { type: 'string', demandOption: true, describe: 'description of a protocol, YAML or JSON' })
      .example('$0 describe kv.protocol.yaml', 'its messages and plain octets'),
  async ({ file }) => await describeFile(singleValue('FILE', file) ?? ''),
);
