import { createWriteStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { inspectStream } from '../../frames/inspect.ts';
import { CannotCapture, type LiveCapture, startCapture } from '../../processes/capture-tool.ts';
import { defineCommand } from '../command.ts';
import { type FlagValue, integerValue, MILLISECONDS, singleValue } from '../planning/flag-values.ts';
import { chooseInterface } from '../planning/interface.ts';
import { say } from '../terminal/print.ts';
import { judged } from './inspect-conclude.ts';
import { offencePrinter, optionsOf, reportDamage, writeInspection } from './inspect-run.ts';
import { interruptible } from './interruption.ts';
import { reportLost } from './lost-frames.ts';

/** `sockspec capture`: the frame facts of an interface, live. Ctrl-C, or the end of the duration, ends it in the report. */
export const capture = defineCommand(
  (yargs) =>
    yargs
      .option('interface', {
        type: 'string',
        requiresArg: true,
        describe: 'name or IPv4 address; any: all of them (Linux)',
      })
      .option('filter', {
        type: 'string',
        requiresArg: true,
        describe: 'which frames, as pcap-filter(7) says: udp port 54321',
      })
      .option('duration', { type: 'string', requiresArg: true, describe: 'end after so many ms' })
      .option('write', { type: 'string', requiresArg: true, describe: 'keep the frames in this file, too' })
      .option('group', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'as of inspect; repeatable',
      })
      .option('net', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'as of inspect; repeatable',
      })
      .option('list', {
        type: 'string',
        requiresArg: true,
        describe: 'offending frames that are listed for each rule (20)',
      })
      .option('json', { type: 'boolean', describe: 'JSON instead of a table' })
      .option('strict', { type: 'boolean', describe: 'broken SHOULDs count' })
      .option('quiet', { type: 'boolean', describe: 'nothing on standard error but errors' })
      .option('color', { type: 'boolean', describe: 'colours, whatever standard output is (--no-color: never)' })
      .example('$0 capture --interface eth0', 'until Ctrl-C')
      .example(
        '$0 capture --interface eth0 --filter igmp --duration 60000 --json',
        'who joins and leaves within a minute',
      ),
  async (args) => {
    const flags = {
      ...{ file: [], conversations: true, list: args.list, color: args.color },
      ...{ json: args.json ?? false, strict: args.strict ?? false, quiet: args.quiet ?? false },
      ...{ group: args.group ?? [], net: args.net ?? [] },
    };
    const options = optionsOf(flags);
    const durationMs = integerValue('--duration', args.duration, MILLISECONDS);
    const device = await deviceNamed(args.interface);
    return interruptible(async (signal) => {
      const running = await startCapture(device, singleValue('--filter', args.filter) ?? '').catch(asUsage);
      const over = setTimeout(running.stop, durationMs ?? NEVER);
      signal.addEventListener('abort', () => void running.stop(), { once: true });
      if (!flags.quiet) say(`capturing on ${device} with ${running.tool}; Ctrl-C ends it\n`);
      try {
        const shows = flags.json ? undefined : await offencePrinter(flags);
        const octets = await kept(running, singleValue('--write', args.write));
        const inspection = await inspectStream(device, octets, {
          ...options,
          ...(shows === undefined ? {} : { onOffence: shows }),
        });
        reportDamage(inspection);
        await running.stop();
        reportLost(device, running);
        return await writeInspection(
          [judged(shows === undefined ? inspection : { ...inspection, offences: [] })],
          flags,
          false,
        );
      } finally {
        clearTimeout(over);
        await running.stop();
      }
    });
  },
);

/** The longest time that a timer takes. */
const NEVER = 0x7fff_ffff;

async function deviceNamed(flag: FlagValue): Promise<string> {
  const named = singleValue('--interface', flag);
  return named === 'any' ? named : (await chooseInterface(named, 'the capture')).name;
}

/** The octets, which on their way are written to a file. */
async function kept({ octets }: LiveCapture, file: string | undefined): Promise<Readable> {
  if (file === undefined) return octets;
  const writing = createWriteStream(file);
  await new Promise<void>((resolve, reject) => {
    writing.once('open', () => resolve());
    writing.once('error', (error) => reject(new UsageError(`--write: ${file} cannot be written: ${errorText(error)}`)));
  });
  const through = new PassThrough();
  octets.on('data', (piece: Uint8Array) => writing.write(piece));
  void pipeline(octets, through).catch(() => undefined);
  octets.once('end', () => writing.end());
  return through;
}

/** Without a tool or the right to use it, the machine or the command line is not what it must be. */
function asUsage(error: unknown): never {
  if (error instanceof CannotCapture) throw new UsageError(error.message);
  throw error;
}
