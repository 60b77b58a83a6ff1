import { defineCommand } from '../command.ts';
import { inspectFlags } from './inspect-flags.ts';
import { runInspect } from './inspect-run.ts';

/** `sockspec inspect`: the frame facts of captures. A plain command line of it does not come here: see `execute.ts`. */
export const inspect = defineCommand(
  inspectFlags,
  ({ file, group, net, list, conversations, json, strict, quiet, color }) =>
    runInspect({
      file,
      group: group ?? [],
      net: net ?? [],
      list,
      conversations,
      json: json ?? false,
      strict: strict ?? false,
      quiet: quiet ?? false,
      color,
    }),
);
