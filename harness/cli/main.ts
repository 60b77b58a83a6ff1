import { errorText, UsageError } from '../contracts/errors.ts';
import { exitStatus } from '../contracts/exit-status.ts';
import { reportFailure } from './failure.ts';
import { print } from './terminal/print.ts';

/** Values stay texts, and a flag that is given twice is told: whoever uses one says what was expected of it. */
export const parserConfiguration = {
  'duplicate-arguments-array': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
} as const;

/** Runs one command line and resolves to the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  try {
    return await parseAndRun(words);
  } catch (error) {
    return reportFailure(error);
  }
}

async function parseAndRun(words: readonly string[]): Promise<number> {
  const [{ default: yargs }, { commands }, { version }] = await Promise.all([
    import('yargs'),
    import('./commands.ts'),
    import('./version.ts'),
  ]);
  let status: number = exitStatus.conformant;
  let help = '';
  const parser = yargs()
    .scriptName('sockspec')
    .usage('$0 <command>\n\nTells whether a program speaks correctly over sockets.')
    .version(version)
    .help()
    .alias('h', 'help')
    .strict()
    .parserConfiguration(parserConfiguration)
    .demandCommand(1, `expected a command: ${commands.map((command) => command.name).join(', ')}`)
    .recommendCommands()
    .epilogue('Exit status: 0 conformant, 1 not conformant, 2 wrong input, 3 nothing concluded, 4 the harness failed.')
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(`${message.replaceAll('\n', ' ')} (see sockspec --help)`);
    });
  for (const command of commands) command.attach(parser, (result) => (status = result));
  const keepHelp = (_error: unknown, _args: unknown, output: string): void => {
    help = output;
  };
  await parser.parseAsync([...words], {}, keepHelp).catch((error: unknown) => {
    throw isParserError(error) ? new UsageError(`${errorText(error)} (see sockspec --help)`) : error;
  });
  if (help !== '') await print(`${help}\n`);
  return status;
}

/** The parser throws some of its complaints about the command line past its own handler. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'YError';
}
