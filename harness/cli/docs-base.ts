import { isAddress } from '../../reports/page-address.ts';
import { PAGES_FOLDER } from '../../suites/requirement-page.ts';
import { UsageError } from '../contracts/errors.ts';
import { visible } from '../text/visible.ts';
import { type PackageFile, packageFile } from './version.ts';

/**
 * Where the pages of requirements are, with a slash at the end: as it was said, else in the repository that package.json
 * names. Undefined where it names none, and then reports have no links. Throws a UsageError for what is no address.
 */
export function docsBase(flag: string, said: string | undefined): string | undefined {
  if (said === undefined) return repositoryBase(packageFile);
  if (!isAddress(said)) {
    throw new UsageError(
      `${flag}: expected the address of a folder (https://…, or one relative to the report), found "${visible(said)}"`,
    );
  }
  return said.endsWith('/') ? said : `${said}/`;
}

/** The hosts whose addresses of files are known, and what stands between the repository and the path there. */
const hosts: Readonly<Record<string, string>> = { 'github.com': 'blob/HEAD', 'gitlab.com': '-/blob/HEAD' };

/** The same of the repository of a package: an id is for ever, so the newest state has the page of each. */
export function repositoryBase({ repository }: PackageFile): string | undefined {
  const url = typeof repository === 'string' ? repository : repository?.url;
  const address = url?.replace(/^github:/, 'https://github.com/').replace(/\.git$/, '') ?? '';
  const [, host = '', path = ''] = /^(?:git\+)?https:\/\/([\w.-]+)\/([\w.-]+(?:\/[\w.-]+)+)$/.exec(address) ?? [];
  const between = hosts[host];
  return between === undefined ? undefined : `https://${host}/${path}/${between}/${PAGES_FOLDER}/`;
}
