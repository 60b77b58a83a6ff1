import type { SuiteRow } from './index.ts';

/** The folder of the pages, from the top of the checkout. */
export const PAGES_FOLDER = 'docs/requirements';

/**
 * The page of a requirement, below the folder of the pages: `upload/server/size-is-four-octets.md`. A requirement of a
 * described protocol has that of its law, `laws/server/cut-anywhere.md`; one of a suite of the user's own has none.
 */
export function pageOf(
  { described, file }: Pick<SuiteRow, 'described' | 'file'>,
  requirement: string,
): string | undefined {
  if (file !== undefined) return undefined;
  return described === undefined ? `${requirement}.md` : lawPage(requirement.split('/').slice(1).join('/'));
}

/** The page of a law, by its role and name: of the one for streams and the one for datagrams, where there are both. */
export function lawPage(law: string): string {
  return `laws/${law}.md`;
}
