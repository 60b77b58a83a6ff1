import { suites } from '../../../suites/index.ts';
import { lawPage, pageOf } from '../../../suites/requirement-page.ts';
import type { CaseResult } from '../../contracts/run.ts';

/**
 * The cases, each with the address of its requirement's page below `base`, which ends with a slash. Cases of suites of the
 * user's own have none. Where nothing is known of a base, they keep what they have.
 */
export function withPages(cases: readonly CaseResult[], base: string | undefined): readonly CaseResult[] {
  if (base === undefined) return cases;
  const pages = new Map(
    suites.flatMap((suite) => suite.requirements.map(({ id }) => [id, pageOf(suite, id)] as const)),
  );
  return cases.map(({ page: saved, ...one }) => {
    const page = pages.has(one.requirement) ? pages.get(one.requirement) : pageOfSaved(one.requirement, saved);
    return page === undefined ? one : { ...one, page: `${base}${page}` };
  });
}

/** A saved case with a page whose suite is not known here is one of a described protocol. */
function pageOfSaved(requirement: string, saved: string | undefined): string | undefined {
  return saved === undefined ? undefined : lawPage(requirement.split('/').slice(1).join('/'));
}
