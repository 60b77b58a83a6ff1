import { createHash } from 'node:crypto';
import type { Requirement } from '../harness/contracts/requirement.ts';
import type { RequirementRevision } from '../harness/contracts/run-part.ts';
import { type SuiteRow, suiteAt, suites } from './index.ts';

/**
 * Every revision of the built-in requirements, the oldest first; a run tells the last. A change that adds a
 * requirement, or changes what one means, adds a row: a test says which. A row that stands here never changes.
 */
export const revisions: readonly Pick<RequirementRevision, 'version' | 'sha256'>[] = [
  { version: 1, sha256: '7cace4cce37ec232c7042278a7b0fb11b93972da7f848e5772ada349826ce574' },
  { version: 2, sha256: '6ba4cf269857411039db644f8ae1b1449cb5ad0f01186272479efd8aa913c376' },
  { version: 3, sha256: '29d1df0228125ed7b7e5453b684fa5f582db594c26c5b278c660a2fb2e5ecf3b' },
  { version: 4, sha256: '4c1119ceac685e7e24263df073aca390595baf7f80dc1b9289424ff52ff71143' },
  { version: 5, sha256: 'f81f50582c397a07a5d3d974e081f45ae65da8ebe0a2bcca541723650c42f919' },
  { version: 6, sha256: '2baaee24f73e8f7591dcba27af26f3e9bcc393a06eb29311042d669acfb985a7' },
  { version: 7, sha256: '45a121db8d71bc0ce290a44289333c7dd753185fc8174d6a0f8590e0bad71a63' },
  { version: 8, sha256: 'fc1e318de9a1d6f22ee49232260244c7391f34791ee3b30ea478852c46be4832' },
  { version: 9, sha256: '392a9e6c2a4b6aca0bc6cb3206c7294f3cfe799824736d481829de42f8ee38ee' },
  { version: 10, sha256: 'a530cbe7cbcc8d50104f0efe4dafd4594589af7ea135db8aa86451c151f712b0' },
  { version: 11, sha256: 'f4e37a5176d7a3f336c8601d03ab06f4f60913ecbca5ea8705d931c6ce5cabe7' },
  { version: 12, sha256: '08d99ba5e2dc32f466c7c78301f2f440c0048fbe1bafce9a4105bb4904d7a22d' },
  { version: 13, sha256: '6169ed4d929c76cd9e4696dba45b3078eee66ea97f5b346ee8e994f9dd26faf5' },
  { version: 14, sha256: '06f65de22d3b897e338764e869c2045e2137793d18afdf7476db6b5f46308ab0' },
  { version: 15, sha256: '6b1d37dd570a69780c6e1a40076a0937aa89e64c4f93a0d4d11a19dc1ae38c34' },
  { version: 16, sha256: '471160f9b6de0d9c3f1e5852df4584020fc262eb9243f235a068b49911754239' },
  { version: 17, sha256: '374ecd480db409423eaf0d5de2c083b2ce49b5ea0666b8b6a3a9e63a66cb20e2' },
  { version: 18, sha256: 'c4a5cdcd56de9544d0f2211d004bfbb039e79d815303d86ac1ec5d0cbf49c288' },
];

/**
 * SHA-256 of what requirements mean: their ids, levels, sources, texts, observations, and how each is provoked. Advice is no
 * part of it: what a failure usually comes of, and how it is mended.
 */
export function meaningHash(requirements: readonly Requirement[]): string {
  const rows = requirements.map(({ id, level, source, text, seen, provoked }) => [
    ...[id, level, source, text, seen, provoked],
  ]);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

/** The requirements of the suites that come with sockspec, in the order of the specification. */
export function builtInRequirements(): readonly Requirement[] {
  return suites.filter(isBuiltIn).flatMap(({ requirements }) => requirements);
}

/** The revision by which the suites of these paths are judged. */
export async function revisionOf(paths: readonly string[]): Promise<RequirementRevision> {
  const told = [...new Set(paths)].map(async (path) => {
    const { requirements, load } = suiteAt(path);
    const ids = requirements.map(({ id }) => id);
    const cases = (await load()).caseIds();
    const casesOf = ids.map((id) => cases.filter((one) => one === id || one.startsWith(`${id}[`)).length);
    return { suite: path, sha256: meaningHash(requirements), requirements: ids, cases: cases.length, casesOf };
  });
  return {
    version: revisions.at(-1)?.version ?? 0,
    sha256: meaningHash(builtInRequirements()),
    suites: await Promise.all(told),
  };
}

function isBuiltIn({ described, file }: SuiteRow): boolean {
  return described === undefined && file === undefined;
}
