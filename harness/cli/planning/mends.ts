import { allRequirements } from '../../../suites/index.ts';
import { laws } from '../../../suites/laws/requirements.ts';

/**
 * How a requirement that is broken is usually mended. Of a protocol that is not known here, since the run was made with
 * its description, the law of that name tells.
 */
export function mendOf(requirement: string): string | undefined {
  const law = requirement.split('/').slice(1).join('/');
  return (allRequirements.find(({ id }) => id === requirement) ?? laws.find(({ id }) => id === law))?.mend;
}
