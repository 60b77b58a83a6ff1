import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Removes namespaces, the processes in them and their files of names, once its standard input has ended. Nothing else
 * removes a lab, so that an orderly end and a killed owner take the same way.
 */
const script = `
cat > /dev/null
for name in "$@"; do
  for try in 1 2 3; do
    pids=$(ip netns pids "$name" 2> /dev/null)
    [ -z "$pids" ] || kill -KILL $pids 2> /dev/null
  done
  ip netns del "$name" 2> /dev/null
  rm -rf "/etc/netns/$name"
done
rmdir /etc/netns 2> /dev/null
exit 0
`;

/** How long the removal may take, in milliseconds. */
const REMOVAL_MS = 20_000;

/** Removes a lab when it is told to, or when its owner is gone. */
export interface Keeper {
  /** Resolves when everything is removed. */
  readonly remove: () => Promise<void>;
}

/**
 * Starts the keeper of these namespaces, before they are made. It is a process of its own in a session of its own: it
 * outlives an interrupt from the terminal, a crash and a SIGKILL of its owner, and sees each of them as the end of its input.
 */
export function startKeeper(namespaces: readonly string[]): Keeper {
  const child = spawn('sh', ['-c', script, 'sockspec-lab-keeper', ...namespaces], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit');
  // A process that forgets its lab ends all the same, and its lab with it.
  child.unref();
  return {
    remove: async () => {
      child.ref();
      child.stdin.end();
      const late = AbortSignal.timeout(REMOVAL_MS);
      const tooLate = once(late, 'abort').then(() => {
        throw new Error(`expected the lab to be removed within ${REMOVAL_MS} ms`);
      });
      await Promise.race([ended, tooLate]);
    },
  };
}
