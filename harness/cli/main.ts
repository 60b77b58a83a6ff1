import { errorText, UsageError } from '../contracts/errors.ts';
import { exitStatus } from '../contracts/exit-status.ts';
import { didYouMean } from '../text/nearest.ts';
import { parserConfiguration, withOwnQuotes } from './command.ts';
import type { Chosen } from './commands.ts';
import { reportFailure } from './failure.ts';
import { print } from './terminal/print.ts';

/** Runs one command line and resolves to the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  try {
    return await parseAndRun(words);
  } catch (error) {
    return reportFailure(error);
  }
}

/** What the parser holds against a command line, before it is known what was meant. */
class Complaint extends Error {
  override readonly name = 'Complaint';
}

async function parseAndRun(words: readonly string[]): Promise<number> {
  const asked = await parsed(words).catch(async (error: unknown) => {
    if (!(error instanceof Complaint)) throw error;
    throw new UsageError(`${error.message}${await meantBy(error.message, words)} (see sockspec --help)`);
  });
  if (typeof asked !== 'string') return asked.begin();
  if (asked !== '') await print(`${asked}\n`);
  return exitStatus.conformant;
}

/** Resolves to the command that a command line asks for, or to the help or the version where that was asked for. */
async function parsed(words: readonly string[]): Promise<Chosen | string> {
  const [{ default: yargs }, { Chosen, commands }, { version }] = await Promise.all([
    import('yargs'),
    import('./commands.ts'),
    import('./version.ts'),
  ]);
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
    .epilogue('Exit status: 0 conformant, 1 not conformant, 2 wrong input, 3 nothing concluded, 4 the harness failed.')
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new Complaint(message.replaceAll('\n', ' '));
    });
  for (const command of commands) command.attach(parser);
  const keepHelp = (_error: unknown, _args: unknown, output: string): void => {
    help = output;
  };
  try {
    await parser.parseAsync(withOwnQuotes(words), {}, keepHelp);
  } catch (error) {
    if (error instanceof Chosen) return error;
    throw isParserError(error) ? new Complaint(errorText(error)) : error;
  }
  return help;
}

/** What was meant by a command or a flag that nobody knows: of several the first that is near one. */
async function meantBy(complaint: string, [command = '']: readonly string[]): Promise<string> {
  const [, unknown = ''] = /^Unknown (?:arguments?|commands?): (.+)$/.exec(complaint) ?? [];
  const names = (await import('./commands.ts')).commands.map(({ name }) => name);
  const flags = names.includes(command) ? (await flagsOf(command)).map(({ flag }) => flag) : [];
  const hints = unknown
    .split(', ')
    .flatMap((word) => [didYouMean(`--${word}`, flags), ...(word === command ? [didYouMean(word, names)] : [])]);
  return hints.find((hint) => hint !== '') ?? '';
}

/** A flag of a command, with its dashes. */
export interface Flag {
  readonly flag: string;
  /** Whether a word follows that is its value. */
  readonly takesValue: boolean;
}

/** The flags of a command, as its help lists them. */
export async function flagsOf(command: string): Promise<readonly Flag[]> {
  const help = await parsed([command, '--help']);
  // An example that is wrapped may begin a line with a flag.
  const [listed = ''] = typeof help === 'string' ? help.split('\nExamples:') : [];
  return listed.split(/^(?= {2,}(?:-\w, )?--\w)/m).flatMap((text) => {
    const [, flag] = /^ *(?:-\w, )?(--[\w-]+)/.exec(text) ?? [];
    return flag === undefined ? [] : [{ flag, takesValue: !text.includes('[boolean]') }];
  });
}

/** The parser throws some of its complaints about the command line past its own handler. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'YError';
}
