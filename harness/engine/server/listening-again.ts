import type { LaunchedProcess } from '../../contracts/process.ts';
import { clock } from '../clock.ts';
import type { CaseLimits } from '../limits.ts';

/**
 * Whether a server that has refused a connection may listen again: a launched one that lives, within its recovery time from
 * the first refusal on. Some close their listener while they serve, and open it again for the next client.
 */
export function listeningAgain(
  process: () => Pick<LaunchedProcess, 'end'> | undefined,
  { recoveryMs }: Pick<CaseLimits, 'recoveryMs'>,
): () => boolean {
  let deadline: number | undefined;
  return () => {
    deadline ??= clock.now() + recoveryMs;
    const launched = process();
    return launched !== undefined && launched.end() === undefined && clock.now() < deadline;
  };
}
