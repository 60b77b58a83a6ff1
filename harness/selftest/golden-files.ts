import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { CaseResult } from '../contracts/run.ts';
import { accepted, blockOf, completed, differences, type Golden } from './golden.ts';
import { goldenText, parseGolden } from './golden-form.ts';
import { repository, resultsFolder } from './places.ts';
import type { Subject } from './subject.ts';

/** What is recorded: a file a suite. `npm run selftest:golden` writes them. */
export const goldenFolder = join(repository, 'fixtures/golden');

/** What the runs since the last build said, in the same form. */
export const foundFolder = join(resultsFolder, 'golden');

/** The file of a suite in one of both folders. */
export function goldenFile(folder: string, suite: string): string {
  return join(folder, `${suite}.txt`);
}

/** What a folder has of a suite; nothing where it has no such file. */
export function readGolden(folder: string, suite: string): Golden {
  const file = goldenFile(folder, suite);
  return existsSync(file) ? parseGolden(readFileSync(file, 'utf8')) : new Map();
}

/** Writes what a folder has of a suite from now on. */
export function writeGolden(folder: string, suite: string, golden: Golden): void {
  const file = goldenFile(folder, suite);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, goldenText(golden));
}

/** How what cases say of a fault differs from what is recorded, one sentence a requirement; of all else nothing is recorded. */
export function unlikeGolden(subject: Subject, cases: readonly CaseResult[]): readonly string[] {
  const { name, kind, target } = subject;
  if (kind !== 'fault') return [];
  const recorded = readGolden(goldenFolder, target.suite).get(name);
  const place = `${relative(repository, goldenFile(goldenFolder, target.suite))}: ${name}, `;
  return differences(recorded, completed(blockOf(subject, cases), recorded, cases)).map(
    (difference) => `${place}${difference} (npm run selftest:golden records what was found)`,
  );
}

/**
 * Whether each run says the same of a fault, so that other words are a mistake. A capture is always read alike; of a program on
 * a socket, something else may be seen first on another machine.
 */
export function saysTheSame({ target }: Pick<Subject, 'target'>): boolean {
  return target.suite === 'frames';
}

/** Tells where cases say something else of a fault than is recorded, and that is no mistake. */
export function tellOtherwise(faults: readonly Subject[], casesOf: (subject: Subject) => readonly CaseResult[]): void {
  for (const fault of faults.filter((one) => !saysTheSame(one))) {
    for (const words of unlikeGolden(fault, casesOf(fault))) process.stdout.write(`said otherwise: ${words}\n`);
  }
}

/** Notes what cases say of faults, for `npm run selftest:golden`, and tells where one says something else than is recorded. */
export function noteFound(subjects: readonly Subject[], casesOf: (subject: Subject) => readonly CaseResult[]): void {
  const faults = subjects.filter(({ kind }) => kind === 'fault');
  tellOtherwise(faults, casesOf);
  for (const suite of new Set(faults.map(({ target }) => target.suite))) {
    const recorded = readGolden(goldenFolder, suite);
    const found = faults
      .filter(({ target }) => target.suite === suite)
      .map((fault) => {
        const cases = casesOf(fault);
        return [fault.name, completed(blockOf(fault, cases), recorded.get(fault.name), cases)] as const;
      });
    writeGolden(foundFolder, suite, accepted(readGolden(foundFolder, suite), new Map(found), false));
  }
}
