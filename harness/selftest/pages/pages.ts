import { type SuiteRow, suites } from '../../../suites/index.ts';
import { datagramLaws, streamLaws } from '../../../suites/laws/requirements.ts';
import { lawPage, pageOf } from '../../../suites/requirement-page.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import { breakersOf, lawBreakersOf } from './breakers.ts';
import { indexPage } from './index-page.ts';
import { mendOf } from './mend-rows.ts';
import { type Mend, readMends } from './mends.ts';
import { lawPageText, type Other, requirementPage, type Told } from './page.ts';

/** Every page of `docs/requirements/`, by its path there, with its text. */
export async function requirementPages(): Promise<ReadonlyMap<string, string>> {
  const mends = readMends();
  const perSuite = await Promise.all(suites.map((suite) => suitePages(suite, mends)));
  return new Map([
    ['README.md', indexPage(suites, lawIds)],
    ...perSuite.flat(),
    ...lawIds.map((id) => [lawPage(id), lawPageText(id, lawsNamed(id, mends))] as const),
  ]);
}

type Page = readonly [path: string, text: string];

async function suitePages(suite: SuiteRow, mends: ReadonlyMap<string, Mend>): Promise<readonly Page[]> {
  const cases = (await suite.load()).caseIds();
  const ownPage = (id: string): string => pageOf(suite, id) ?? '';
  return suite.requirements.map((requirement) => {
    const { id } = requirement;
    const labels = cases.filter((one) => one.startsWith(`${id}[`)).map((one) => one.slice(id.length + 1, -1));
    const page = ownPage(id);
    const breakers = breakersOf(suite.path, id.slice(suite.path.length + 1));
    const told = { requirement, page, labels, mend: mends.get(mendOf(id) ?? ''), breakers };
    return [page, requirementPage({ ...told, ...kinOf(requirement, suite.requirements, ownPage) })];
  });
}

const streams = { over: 'TCP', transport: 'tcp', laws: streamLaws, front: 'laws' } as const;
const datagrams = { over: 'UDP', transport: 'udp', laws: datagramLaws, front: 'datagrams' } as const;

/** `role/name` of each law, once, in the order in which they are listed. */
const lawIds: readonly string[] = [...new Set([...streamLaws, ...datagramLaws].map(({ id }) => id))];

function lawsNamed(id: string, mends: ReadonlyMap<string, Mend>): ReadonlyArray<Told & { readonly over: string }> {
  return [streams, datagrams].flatMap(({ over, transport, laws, front }) =>
    laws
      .filter((law) => law.id === id)
      .map((law) => {
        const [role = '', name = ''] = id.split('/');
        return {
          ...{ over, page: lawPage(id), labels: [], mend: mends.get(mendOf(`${front}/${id}`) ?? '') },
          requirement: { ...law, text: law.text.replace(/^Over udp: /, '') },
          breakers: lawBreakersOf(transport, role, name),
          ...kinOf(law, laws, lawPage),
        };
      }),
  );
}

function kinOf(
  { id, dependsOn = [] }: Requirement,
  all: readonly Requirement[],
  page: (id: string) => string,
): Pick<Told, 'causes' | 'effects'> {
  const other = (one: string): Other => ({ id: one, page: page(one) });
  const effects = all.filter((one) => one.dependsOn?.includes(id) === true);
  return { causes: dependsOn.map(other), effects: effects.map((one) => other(one.id)) };
}
