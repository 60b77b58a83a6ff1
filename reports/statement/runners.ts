import type { Tested } from '../../harness/contracts/tested.ts';

/** Names of programs that run what is tested and are not it: interpreters, shells, tools that launch or build others. */
const RUNNERS = [
  ...[
    'python',
    'pypy',
    'node',
    'nodejs',
    'deno',
    'bun',
    'ruby',
    'perl',
    'php',
    'lua',
    'luajit',
    'java',
    'dotnet',
    'mono',
  ],
  ...['erl', 'escript', 'elixir', 'mix', 'Rscript', 'tclsh', 'guile', 'racket', 'julia', 'runghc', 'wine', 'beam'],
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'fish', 'busybox'],
  ...['env', 'sudo', 'nice', 'timeout', 'stdbuf', 'strace', 'valgrind', 'setsid', 'xargs', 'script'],
  ...['npm', 'npx', 'uv', 'poetry', 'pipenv', 'cargo', 'go', 'make', 'gradle', 'mvn', 'stack', 'cabal'],
  ...['docker', 'podman', 'kubectl', 'ssh', 'adb', 'ip', 'unshare', 'chroot', 'socat', 'nc', 'ncat'],
];

/** With a version behind it (`python3.11`), and an ending. */
const IS_RUNNER = new RegExp(`^(?:${RUNNERS.join('|')})[\\d.]*(?:\\.exe)?$`);

/** The path of the program where that is all which was hashed, and it only runs what is tested, as in `python3 -m server`. */
export function bareRunner({ files }: Tested): string | undefined {
  if (files.some(({ what }) => what === 'script')) return undefined;
  const { path = '' } = files.find(({ what }) => what === 'program') ?? {};
  return IS_RUNNER.test(path.split(/[\\/]/).at(-1) ?? '') ? path : undefined;
}
