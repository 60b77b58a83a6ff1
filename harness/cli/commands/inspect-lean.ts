import { parseArgs } from 'node:util';
import { type InspectFlags, leanFlags } from './inspect-flags.ts';
import { runInspect } from './inspect-run.ts';

/**
 * Runs `inspect` for a plain command line and ends the process; undefined where it is not plain: help, wrong flags, no
 * file. The report has been taken by then, and to take the runtime apart piece by piece takes as long as 100,000 frames.
 */
export async function inspectLean(words: readonly string[]): Promise<undefined> {
  const flags = leanInspectFlags(words);
  if (flags === undefined) return undefined;
  process.exit(await runInspect(flags));
}

function leanInspectFlags(words: readonly string[]): InspectFlags | undefined {
  const given = parsed(words);
  if (given === undefined || given.positionals.length === 0) return undefined;
  const { values, positionals } = given;
  return {
    file: positionals,
    json: values.json ?? false,
    strict: values.strict ?? false,
    quiet: values.quiet ?? false,
    conversations: values['no-conversations'] !== true,
    color: values['no-color'] === true ? false : values.color,
    group: values.group ?? [],
    net: values.net ?? [],
    list: values.list?.length === 1 ? values.list[0] : values.list,
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ ...leanFlags, args: [...words] });
  } catch {
    return undefined;
  }
}
