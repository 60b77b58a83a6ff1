import type { Observation } from '../../harness/contracts/requirement.ts';
import type { CaseResult, Run } from '../../harness/contracts/run.ts';
import { isBroken } from '../causes.ts';
import { datagramScript } from './datagram-script.ts';
import { fileNames } from './file-names.ts';
import { hexListing } from './listing.ts';
import { streamScript } from './stream-script.ts';
import { speaksAtRandom } from './varying.ts';

export { MARK } from './mark.ts';

/** One failure as files: a script that provokes it, and the exchange in hexadecimal. */
export interface Reproduction {
  readonly id: string;
  readonly target: string;
  /** Name of both files without their endings, unique in the run. */
  readonly name: string;
  readonly script: string;
  readonly listing: string;
  /** Whether the script tells by its exit status that the failure is seen again. */
  readonly decides: boolean;
}

/** What the table of suites knows, and a run does not hold. */
export interface Known {
  /** What verdicts of a requirement are drawn from; empty where it is not known. */
  readonly observationsOf: (requirement: string) => readonly Observation[];
  /** Whether programs that a suite judges say fields that may be others each time. */
  readonly saysAnything: (suite: string) => boolean;
}

/**
 * The failures of a run, known ones and warnings too, as scripts for a bug report. One in which nothing crossed a wire has
 * none.
 */
export function reproductionsOf(run: Run, { observationsOf, saysAnything }: Known): readonly Reproduction[] {
  const broken = run.cases.filter((one) => isBroken(one) && kindOf(one) !== 'none');
  const several = new Set(broken.map(({ target }) => target)).size > 1;
  const names = fileNames(broken.map(({ id, target }) => (several ? `${target} ${id}` : id)));
  const servers = run.targets.filter(({ role }) => role === 'server');
  const random = new Set(
    servers.map(({ name }) => name).filter((name) => speaksAtRandom(run.cases.filter(({ target }) => target === name))),
  );
  return broken.flatMap((result, index) => {
    const target = run.targets.find(({ name }) => name === result.target);
    if (target === undefined) return [];
    const isRandom = random.has(target.name) || saysAnything(`${target.protocol}/${target.role}`);
    const observations = observationsOf(result.requirement);
    const render = kindOf(result) === 'stream' ? streamScript : datagramScript;
    const { text, decides } = render({ result, target, observations, isRandom, version: run.tool.version });
    const name = names[index] ?? '';
    return [{ id: result.id, target: result.target, name, script: text, listing: hexListing(result), decides }];
  });
}

function kindOf({ evidence }: CaseResult): 'stream' | 'datagrams' | 'none' {
  if (evidence.some(({ what }) => what === 'connect' || what === 'fin' || what === 'rst')) return 'stream';
  return evidence.some(({ what }) => what === 'send' || what === 'receive') ? 'datagrams' : 'none';
}
