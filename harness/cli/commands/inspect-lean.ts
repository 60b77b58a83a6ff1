import { parseArgs } from 'node:util';
import { type InspectFlags, leanFlags } from './inspect-flags.ts';
import { runInspect } from './inspect-run.ts';

/**
 * Runs `inspect` for a plain command line and resolves to the exit status; undefined where it is not plain: help, wrong
 * flags, no file.
 */
export async function inspectLean(words: readonly string[]): Promise<number | undefined> {
  const flags = leanInspectFlags(words);
  return flags === undefined ? undefined : runInspect(flags);
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
