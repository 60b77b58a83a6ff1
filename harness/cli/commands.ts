import type { Argv } from 'yargs';
import type { Command } from './command.ts';

/** A command as `--help` lists it; the file behind it is loaded only when it is asked for. */
export interface CommandRow {
  readonly name: string;
  /** Adds the command to the parser, which throws `Chosen` where a command line asks for it. */
  readonly attach: (yargs: Argv) => void;
}

/**
 * Thrown by the parser for the command that was asked for. What a handler returns would come with the layout of a help that
 * nobody has asked for, which takes longer than anything else the parser does.
 */
export class Chosen extends Error {
  override readonly name = 'Chosen';
  /** Does the work and resolves to the exit status. */
  readonly begin: () => Promise<number>;

  constructor(begin: () => Promise<number>) {
    super();
    this.begin = begin;
  }
}

/** Every command, in the order of the manual. */
export const commands: readonly CommandRow[] = [
  row('run [suites..]', 'run conformance suites against a target, or against the built-in references', async () => {
    return (await import('./commands/run.ts')).run;
  }),
  row('list [glob..]', 'list requirements and their cases', async () => (await import('./commands/list.ts')).list),
  row('explain <id>', 'tell all about one requirement', async () => (await import('./commands/explain.ts')).explain),
  row(
    'serve [endpoint]',
    'run one reference server by itself',
    async () => (await import('./commands/serve.ts')).serve,
  ),
  row(
    'call <endpoint> [words..]',
    'run one reference client by itself',
    async () => (await import('./commands/call.ts')).call,
  ),
  row('net <address..>', 'work out class, network, broadcasts and multicast MAC of addresses', async () => {
    return (await import('./commands/net.ts')).net;
  }),
  row('inspect <file..>', 'judge the frames of captures', async () => (await import('./commands/inspect.ts')).inspect),
  row('capture', 'judge the frames of an interface as they come', async () => {
    return (await import('./commands/capture.ts')).capture;
  }),
  row('compare <old> <new>', 'tell what changed from one saved run to the next', async () => {
    return (await import('./commands/compare.ts')).compare;
  }),
  row('report <run..>', 'render saved runs into any format, several as one', async () => {
    return (await import('./commands/report.ts')).report;
  }),
  row('describe <file>', 'show the messages of a described protocol, octet by octet', async () => {
    return (await import('./commands/describe.ts')).describe;
  }),
  row('init', 'write a profile, asking on a terminal', async () => (await import('./commands/init.ts')).init),
  row('doctor', 'tell what this machine can do, and how each lack is mended', async () => {
    return (await import('./commands/doctor.ts')).doctor;
  }),
  row(
    'completion <shell>',
    'print the script by which a shell completes commands, flags, suites, ids and names',
    async () => {
      return (await import('./commands/completion.ts')).completion;
    },
  ),
];

function row<Arguments>(usage: string, summary: string, load: () => Promise<Command<Arguments>>): CommandRow {
  return {
    name: usage.split(' ', 1)[0] ?? usage,
    attach: (yargs) => {
      yargs.command<Arguments>(
        usage,
        summary,
        async (argv) => (await load()).builder(argv),
        (args) => {
          throw new Chosen(async () => (await load()).handler(args));
        },
      );
    },
  };
}
