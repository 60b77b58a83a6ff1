import { UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import { didYouMean } from '../../text/nearest.ts';
import { defineCommand } from '../command.ts';
import { print } from '../terminal/print.ts';

/**
 * The script of each shell asks `sockspec completion words` for what may stand where the cursor is, and leaves the rest, which is
 * files, to the shell.
 */
const scripts: Readonly<Record<string, string>> = {
  bash: `_sockspec() {
  local IFS=$'\\n'
  COMPREPLY=($(sockspec completion words "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _sockspec sockspec
`,
  zsh: `#compdef sockspec
_sockspec() {
  local -a found
  found=(\${(f)"$(sockspec completion words "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then compadd -a found; else _files; fi
}
compdef _sockspec sockspec
`,
  fish: `complete -c sockspec -a '(sockspec completion words (commandline -opc)[2..-1] (commandline -ct | string collect --allow-empty) 2>/dev/null)'
`,
};

/** The shells for which there is a script. */
export const shells: readonly string[] = Object.keys(scripts);

/** `sockspec completion`: the script by which a shell completes commands, flags, suites and ids. */
export const completion = defineCommand(
  (yargs) =>
    yargs
      .positional('shell', { type: 'string', demandOption: true, describe: shells.join(', ') })
      .example('source <($0 completion bash)', 'in ~/.bashrc')
      .example('source <($0 completion zsh)', 'in ~/.zshrc, after compinit')
      .example('$0 completion fish | source', 'in ~/.config/fish/config.fish'),
  async ({ shell }) => {
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
    if (script === undefined) {
      const hint = didYouMean(shell, shells);
      throw new UsageError(`SHELL: expected ${shells.join(', ')}, found ${JSON.stringify(shell)}${hint}`);
    }
    await print(script);
    return exitStatus.conformant;
  },
);
